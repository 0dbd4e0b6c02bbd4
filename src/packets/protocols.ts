// Names of the IP protocol numbers.
// Source: IANA, "Assigned Internet Protocol Numbers", https://www.iana.org/assignments/protocol-numbers
// (keywords up to 147; "(deprecated)" dropped; a "-" where the registry gives a number no keyword).

const keywords = `HOPOPT ICMP IGMP GGP IPv4 ST TCP CBT EGP IGP
  BBN-RCC-MON NVP-II PUP ARGUS EMCON XNET CHAOS UDP MUX DCN-MEAS
  HMP PRM XNS-IDP TRUNK-1 TRUNK-2 LEAF-1 LEAF-2 RDP IRTP ISO-TP4
  NETBLT MFE-NSP MERIT-INP DCCP 3PC IDPR XTP DDP IDPR-CMTP TP++
  IL IPv6 SDRP IPv6-Route IPv6-Frag IDRP RSVP GRE DSR BNA
  ESP AH I-NLSP SWIPE NARP Min-IPv4 TLSP SKIP IPv6-ICMP IPv6-NoNxt
  IPv6-Opts - CFTP - SAT-EXPAK KRYPTOLAN RVD IPPC - SAT-MON
  VISA IPCV CPNX CPHB WSN PVP BR-SAT-MON SUN-ND WB-MON WB-EXPAK
  ISO-IP VMTP SECURE-VMTP VINES IPTM NSFNET-IGP DGP TCF EIGRP OSPFIGP
  Sprite-RPC LARP MTP AX.25 IPIP MICP SCC-SP ETHERIP ENCAP -
  GMTP IFMP PNNI PIM ARIS SCPS QNX A/N IPComp SNP
  Compaq-Peer IPX-in-IP VRRP PGM - L2TP DDX IATP STP SRP
  UTI SMP SM PTP ISIS-over-IPv4 FIRE CRTP CRUDP SSCOPMCE IPLT
  SPS PIPE SCTP FC RSVP-E2E-IGNORE Mobility-Header UDPLite MPLS-in-IP manet HIP
  Shim6 WESP ROHC Ethernet AGGFRAG NSH Homa BIT-EMU`.split(/\s+/);

/** Names that people use and the registry does not. */
const aliases: Readonly<Record<string, number>> = { icmpv6: 58, icmp6: 58, ospf: 89, isis: 124, ipencap: 4 };

const numbers = new Map<string, number>(Object.entries(aliases));
keywords.forEach((keyword, number) => {
  if (keyword !== '-') numbers.set(keyword.toLowerCase(), number);
});

/** IANA keyword of a protocol number, such as `TCP` for 6, or null when the registry gives it none. */
export function protocolName(number: number): string | null {
  const keyword = keywords[number];
  return keyword === undefined || keyword === '-' ? null : keyword;
}

/** Protocol number of an IANA keyword or a common other name, in any case, or null. */
export function protocolNumber(name: string): number | null {
  return numbers.get(name.toLowerCase()) ?? null;
}

/** `TCP 6`, or `99` for a number without a common name. */
export function protocolWords(proto: number): string {
  const name = protocolName(proto);
  return name === null ? String(proto) : `${name} ${proto}`;
}
