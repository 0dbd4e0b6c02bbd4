// Headers of links and tags: Ethernet, 802.2, PPP, cooked captures, 802.11 and what capture adds before them.
import { parseTables } from './rows.ts';

export const linkTables = parseTables(`#ethernet eth Ethernet
 .dst 0+6 m Destination
 .src 6+6 m Source
 .type 12+2 x@ethertype
#ethernet802.3 eth IEEE 802.3 Ethernet
 .dst 0+6 m Destination
 .src 6+6 m Source
 .len 12+2 u Length
#vlan vlan 802.1Q virtual LAN
 .priority 0+2.0:3 u@priority
 .dei 0+2.3:1 b Drop eligible
 .id 0+2.4:12 u
 .etype 2+2 x@ethertype Type
#vlan802.3 vlan 802.1Q virtual LAN
 .priority 0+2.0:3 u@priority
 .dei 0+2.3:1 b Drop eligible
 .id 0+2.4:12 u
 .len 2+2 u Length
#llc llc Logical-link control
 .dsap 0 x@sap
 .ssap 1 x@sap
 .control 2 x
#llc4 llc Logical-link control
 .dsap 0 x@sap
 .ssap 1 x@sap
 .control 2+2 x<
#snap llc SNAP
 .oui 0+3 u@oui Organization code
 .type 3+2 x@ethertype
#snapPid llc SNAP
 .oui 0+3 u@oui Organization code
 .pid 3+2 x Protocol ID
#mpls mpls MPLS
 .label 0+4.0:20 u
 .exp 0+4.20:3 u Experimental bits
 .bottom 0+4.23:1 u Bottom of stack
 .ttl 0+4.24:8 u Time to live
#pppoe pppoes PPPoE session
 pppoe.version 0.0:4 u
 pppoe.type 0.4:4 u
 pppoe.code 1 x@pppoe
 pppoe.session_id 2+2 x
 pppoe.payload_length 4+2 u
#pppoeTag:257 pppoed.tags Service name
 .tags.service_name 4+* s
#pppoeTag:258 pppoed.tags Access concentrator
 .tags.ac_name 4+* s Name
#pppoeTag:259 pppoed.tags Host-Uniq
 .tags.host_uniq 4+* h Host-Uniq
#pppoeTag:260 pppoed.tags Cookie
 .tags.ac_cookie 4+* h Cookie
#pppoeTag:* pppoed.tags Tag
 .tag.unknown_data 4+* h Data
#ppp ppp Point-to-Point Protocol
#ciscoHdlc chdlc Cisco HDLC
 .address 0 x@chdlc
 .control 1 x
 .protocol 2+2 x@cisco
#sll sll Linux cooked capture v1
 .pkttype 0+2 u@packet Packet type
 .hatype 2+2 u@hardware Link-layer address type
 .halen 4+2 u Link-layer address length
#sll2 sll Linux cooked capture v2
 .etype 0+2 x@ethertype Protocol
 .ifindex 4+4 u Interface index
 .hatype 8+2 u@hardware Link-layer address type
 .pkttype 10 u@packet Packet type
 .halen 11 u Link-layer address length
#loopback null BSD loopback
#radiotap radiotap Radiotap
 .version 0 u Header revision
 .pad 1 u Header pad
 .length 2+2 u< Header length
 .present 4+4 x< Present flags
#radiotap:0 - TSFT
 radiotap.mactime 0+8 u< MAC time, µs
#radiotap:1 - Flags
 radiotap.flags 0 x
  radiotap.flags.fcs 0.3:1 b FCS at end
#radiotap:2 - Rate
 radiotap.datarate 0 u Data rate, Mb/s
#radiotap:3 - Channel
 radiotap.channel.freq 0+2 u< Channel frequency, MHz
 radiotap.channel.flags 2+2 x< Channel flags
#radiotap:5 - Signal
 radiotap.dbm_antsignal 0 i Antenna signal, dBm
#radiotap:6 - Noise
 radiotap.dbm_antnoise 0 i Antenna noise, dBm
#radiotap:11 - Antenna
 radiotap.antenna 0 u
#ppi ppi Per-packet information
 .version 0 u
 .flags 1 x
 .length 2+2 u< Header length
 .dlt 4+4 u< Link type
#wlan wlan IEEE 802.11
 .fc 0+2 x Frame control
  .fc.version 0.6:2 u
  .fc.type 0.4:2 u@wlan
  .fc.subtype 0.0:4 u
  .fc.ds 1.6:2 x@ds Distribution system
   .fc.tods 1.7:1 b To DS
   .fc.fromds 1.6:1 b From DS
  .fc.frag 1.5:1 b More fragments
  .fc.retry 1.4:1 b
  .fc.pwrmgt 1.3:1 b Power management
  .fc.moredata 1.2:1 b More data
  .fc.protected 1.1:1 b
  .fc.order 1.0:1 b
 .duration 2+2 u< Duration, microseconds
#wlanSequence - Sequence
 wlan.frag 22+2.12:4 u< Fragment number
 wlan.seq 22+2.0:12 u< Sequence number
#nflog nflog Linux netfilter log
 .family 0 u@family
 .version 1 u
 .res_id 2+2 u Resource ID
#nflogTlv:1 nflog.tlv Packet header
 .protocol 4+2 x@ethertype Hardware protocol
 .hook 6 u Netfilter hook
#nflogTlv:4 nflog.tlv Input interface
 .ifindex_indev 4+4 u Index
#nflogTlv:5 nflog.tlv Output interface
 .ifindex_outdev 4+4 u Index
#nflogTlv:10 nflog.tlv Prefix
 .prefix 4+* s
#nflogTlv:11 nflog.tlv User
 .uid 4+4 u User ID
#nflogTlv:14 nflog.tlv Group
 .gid 4+4 u Group ID
#nflogTlv:* nflog.tlv TLV
 .tlv_value 4+* h Value
#pktap pktap PKTAP
 .hdrlen 0+4 u< Header length
 .rectype 4+4 x< Record type
 .dlt 8+4 u< Link type
 .ifname 12+24 s Interface name
 .flags 36+4 x<
 .pfamily 40+4 u< Protocol family
 .llhdrlen 44+4 u< Link-layer header length
 .lltrlrlen 48+4 u< Link-layer trailer length
 .pid 52+4 u< Process ID
 .cmdname 56+20 s Command name
#frameRelay fr Frame relay
#slip slip SLIP
#dsa dsa Distributed Switch Architecture tag
 .tag 0+4 h
#edsa edsa Distributed Switch Architecture tag with ethertype
 .tag 0+* h
#trailer eth.trailer Trailer
`);
