// Short names of the ethertypes that frames without an IP packet often have.
// Source: IANA, "IEEE 802 Numbers", https://www.iana.org/assignments/ieee-802-numbers

const names = new Map<number, string>(
  `0800 IPv4|0806 ARP|0842 Wake-on-LAN|22f0 AVTP|22f3 TRILL|22ea SRP|6002 DEC MOP|6003 DECnet|8035 RARP|809b AppleTalk
|80f3 AARP|8100 802.1Q|8137 IPX|86dd IPv6|8808 MAC Control|8809 Slow Protocols|8847 MPLS|8848 MPLS multicast
|8863 PPPoE Discovery|8864 PPPoE Session|887b HomePlug|888e EAPOL|8892 PROFINET|889a HyperSCSI|88a2 ATA over Ethernet
|88a4 EtherCAT|88a8 802.1ad|88ab POWERLINK|88b8 GOOSE|88b9 GSE|88ba Sampled Values|88cc LLDP|88cd SERCOS III
|88e1 HomePlug AV|88e3 MRP|88e5 MACsec|88e7 802.1ah|88f5 MVRP|88f6 MMRP|88f7 PTP|88f8 NC-SI|88fb PRP|8902 CFM|8906 FCoE
|8914 FIP|8915 RoCE|891d TTEthernet|893a IEEE 1905|892f HSR|8942 HSR|894f NSH|9000 Loopback|9100 QinQ|dada DSA`
    .split(/\s*\|/)
    .map((line) => [parseInt(line.slice(0, 4), 16), line.slice(5)] as const),
);

/** Such as `LLDP` for 0x88cc, or null where the number has no name here; below 1,536 it is a length. */
export function ethertypeName(number: number): string | null {
  return names.get(number) ?? null;
}

/** The lowest ethertype of a name as above, in any case, or null. */
export function ethertypeNumber(name: string): number | null {
  for (const [number, known] of names) if (known.toLowerCase() === name.toLowerCase()) return number;
  return null;
}
