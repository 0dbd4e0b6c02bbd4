// Names of the numbers in headers, by list. Sources: the IANA registries of each protocol, IEEE 802.11 and libpcap's headers.
import { ethertypeName } from '../packets/ethertypes.ts';
import { protocolName } from '../packets/protocols.ts';

/** `list number name|number name…` */
const lists = new Map(
  `hardware 1 Ethernet|6 IEEE 802|15 Frame Relay|24 IEEE 1394|32 InfiniBand|512 PPP|772 Loopback|801 IEEE 802.11|803 IEEE 802.11 with radiotap|824 Netlink|65534 none
arp 1 request|2 reply|3 reverse request|4 reverse reply|8 inverse request|9 inverse reply
sap 66 Spanning Tree BPDU|170 SNAP|6 IP|224 NetWare|240 NetBIOS|254 ISO Network Layer|0 NULL
oui 0 Encapsulated Ethernet|12 Cisco|248 Cisco 802.1H|32962 IEEE 802.1
priority 0 Best Effort (default)|1 Background|2 Spare|3 Excellent Effort|4 Controlled Load|5 Video|6 Voice|7 Network Control
dscp 0 CS0|8 CS1|10 AF11|12 AF12|14 AF13|16 CS2|18 AF21|20 AF22|22 AF23|24 CS3|26 AF31|28 AF32|30 AF33|32 CS4|34 AF41|36 AF42|38 AF43|40 CS5|44 VOICE-ADMIT|46 EF|48 CS6|56 CS7
ecn 0 Not-ECT|1 ECT(1)|2 ECT(0)|3 CE
icmp 0 Echo reply|3 Destination unreachable|4 Source quench|5 Redirect|8 Echo request|9 Router advertisement|10 Router solicitation|11 Time exceeded|12 Parameter problem|13 Timestamp request|14 Timestamp reply|15 Information request|16 Information reply|17 Address mask request|18 Address mask reply|42 Extended echo request|43 Extended echo reply
unreachable 0 Network|1 Host|2 Protocol|3 Port|4 Fragmentation needed|5 Source route failed|6 Network unknown|7 Host unknown|9 Network prohibited|10 Host prohibited|11 Network for this service|12 Host for this service|13 Communication filtered|14 Host precedence violation|15 Precedence cutoff
icmpv6 1 Destination Unreachable|2 Packet Too Big|3 Time Exceeded|4 Parameter Problem|128 Echo Request|129 Echo Reply|130 Multicast Listener Query|131 Multicast Listener Report|132 Multicast Listener Done|133 Router Solicitation|134 Router Advertisement|135 Neighbor Solicitation|136 Neighbor Advertisement|137 Redirect|143 Multicast Listener Report v2
unreachable6 0 No route|1 Administratively prohibited|2 Beyond scope|3 Address|4 Port|5 Source address failed policy|6 Route rejected
igmp 17 Membership Query|18 Membership Report v1|20 PIM v1|22 Membership Report v2|23 Leave Group|34 Membership Report v3
record 1 Mode is include|2 Mode is exclude|3 Change to include|4 Change to exclude|5 Allow new sources|6 Block old sources
ospf 1 Hello|2 Database Description|3 Link State Request|4 Link State Update|5 Link State Acknowledge
ospfAuth 0 Null|1 Simple password|2 Cryptographic
chunk 0 DATA|1 INIT|2 INIT_ACK|3 SACK|4 HEARTBEAT|5 HEARTBEAT_ACK|6 ABORT|7 SHUTDOWN|8 SHUTDOWN_ACK|9 ERROR|10 COOKIE_ECHO|11 COOKIE_ACK|12 ECNE|13 CWR|14 SHUTDOWN_COMPLETE|15 AUTH|64 I_DATA|128 ASCONF_ACK|130 RE_CONFIG|192 FORWARD_TSN|193 ASCONF
dccp 0 Request|1 Response|2 Data|3 Ack|4 DataAck|5 CloseReq|6 Close|7 Reset|8 Sync|9 SyncAck
pppoe 0 Session Data|7 Active Discovery Offer (PADO)|9 Active Discovery Initiation (PADI)|25 Active Discovery Request (PADR)|101 Active Discovery Session-confirmation (PADS)|167 Active Discovery Terminate (PADT)
ppp 33 Internet Protocol version 4|87 Internet Protocol version 6|41 AppleTalk|43 Novell IPX|61 Multilink|253 Compressed datagram|641 MPLS Unicast|32801 Internet Protocol Control Protocol|32855 IPv6 Control Protocol|33021 Compression Control Protocol|49185 Link Control Protocol|49187 Password Authentication Protocol|49189 Link Quality Report|49699 Challenge Handshake Authentication Protocol
chdlc 15 Unicast|143 Multicast
cisco 8192 CDP|32821 SLARP|65278 OSI
packet 0 Unicast to us|1 Broadcast|2 Multicast|3 Unicast to another host|4 Sent by us
family 2 IP|7 OSI|10 IPv6|23 IPX|24 IPv6|28 IPv6|30 IPv6
nlpid 3 CDP|128 SNAP|129 CLNP|142 IPv6|204 IP|207 PPP
wlan 0 Management|1 Control|2 Data|3 Extension
frame 0 Association Request|1 Association Response|2 Reassociation Request|3 Reassociation Response|4 Probe Request|5 Probe Response|8 Beacon frame|10 Disassociate|11 Authentication|12 Deauthentication|13 Action|24 Block Ack Request|25 Block Ack|26 PS-Poll|27 Request-to-send|28 Clear-to-send|29 Acknowledgement|32 Data|36 Null function|40 QoS Data|44 QoS Null function
ds 0 neither|1 to DS|2 from DS|3 between bridges
dns 1 A|2 NS|5 CNAME|6 SOA|10 NULL|12 PTR|13 HINFO|15 MX|16 TXT|28 AAAA|33 SRV|35 NAPTR|39 DNAME|41 OPT|43 DS|46 RRSIG|47 NSEC|48 DNSKEY|50 NSEC3|52 TLSA|64 SVCB|65 HTTPS|249 TKEY|250 TSIG|251 IXFR|252 AXFR|255 ANY|257 CAA
dnsClass 1 IN|3 CH|4 HS|254 NONE|255 ANY
opcode 0 Standard query|1 Inverse query|2 Server status request|4 Zone change notification|5 Dynamic update
rcode 0 No error|1 Format error|2 Server failure|3 No such name|4 Not implemented|5 Refused|6 Name exists|7 RRset exists|8 RRset does not exist|9 Not authoritative|10 Name out of zone
bootp 1 Boot Request|2 Boot Reply
dhcp 1 Discover|2 Offer|3 Request|4 Decline|5 ACK|6 NAK|7 Release|8 Inform
dhcpOption 0 Padding|1 Subnet Mask|3 Router|6 Domain Name Server|12 Host Name|15 Domain Name|50 Requested IP Address|51 IP Address Lease Time|53 DHCP Message Type|54 DHCP Server Identifier|55 Parameter Request List|57 Maximum DHCP Message Size|58 Renewal Time Value|59 Rebinding Time Value|60 Vendor class identifier|61 Client identifier|81 Client Fully Qualified Domain Name|82 Agent Information Option|255 End
content 20 Change Cipher Spec|21 Alert|22 Handshake|23 Application Data
tls 768 SSL 3.0|769 TLS 1.0|770 TLS 1.1|771 TLS 1.2|772 TLS 1.3
handshake 0 Hello Request|1 Client Hello|2 Server Hello|4 New Session Ticket|8 Encrypted Extensions|11 Certificate|12 Server Key Exchange|13 Certificate Request|14 Server Hello Done|15 Certificate Verify|16 Client Key Exchange|20 Finished`
    .split('\n')
    .map((line) => {
      const space = line.indexOf(' ');
      const entries = line.slice(space + 1).split('|');
      return [line.slice(0, space), new Map(entries.map((one) => [parseInt(one, 10), one.replace(/^\d+ /, '')]))];
    }),
);

/** Name of a number in a list, or null. */
export function nameOf(list: string, number: number): string | null {
  if (list === 'ethertype') return ethertypeName(number);
  if (list === 'protocol') return protocolName(number);
  if (list === 'cisco' && number < 0x2000) return ethertypeName(number);
  return lists.get(list)?.get(number) ?? null;
}
