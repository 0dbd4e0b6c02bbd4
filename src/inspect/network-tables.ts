// Headers of the network layer: ARP, IPv4 and its options, IPv6 and its extension headers, ICMP, IGMP, OSPF.
import { parseTables } from './rows.ts';

export const networkTables = parseTables(`#arp arp Address Resolution Protocol
 .hw.type 0+2 u@hardware Hardware type
 .proto.type 2+2 x@ethertype Protocol type
 .hw.size 4 u Hardware size
 .proto.size 5 u Protocol size
 .opcode 6+2 u@arp
#arpIpv4 - Addresses
 arp.src.hw_mac 8+6 m Sender MAC address
 arp.src.proto_ipv4 14+4 4 Sender IP address
 arp.dst.hw_mac 18+6 m Target MAC address
 arp.dst.proto_ipv4 24+4 4 Target IP address
#ipv4 ip Internet Protocol version 4
 .version 0.0:4 u
 .hdr_len 0.4:4 u*4 Header length
 .dsfield 1 x Differentiated services
  .dsfield.dscp 1.0:6 u@dscp Codepoint
  .dsfield.ecn 1.6:2 u@ecn Congestion notification
 .len 2+2 u Total length
 .id 4+2 x Identification
 .flags 6.0:3 x
  .flags.rb 6.0:1 b Reserved bit
  .flags.df 6.1:1 b Don't fragment
  .flags.mf 6.2:1 b More fragments
 .frag_offset 6+2.3:13 u*8 Fragment offset
 .ttl 8 u Time to live
 .proto 9 u@protocol Protocol
 .checksum 10+2 x Header checksum
 .src 12+4 4 Source address
 .dst 16+4 4 Destination address
#ip:0 ip.options.eol End of options
#ip:1 ip.options.nop No operation
#ip:7 ip.options.record_route Record route
 .opt.ptr 2 u Pointer
 .rec_rt 3+4*4 4 Recorded route
#ip:68 ip.options.timestamp Time stamp
 .opt.ptr 2 u Pointer
 .opt.overflow 3.0:4 u
 .opt.flag 3.4:4 x
#ip:131 ip.options.route Loose source route
 .opt.ptr 2 u Pointer
 .src_rt 3+4*4 4 Source route
#ip:136 ip.options.sid Stream identifier
 .opt.sid 2+2 u Stream identifier
#ip:137 ip.options.source_route Strict source route
 .opt.ptr 2 u Pointer
 .src_rt 3+4*4 4 Source route
#ip:148 ip.options.routeralert Router alert
 .opt.ra 2+2 u Router alert
#ip:* ip Option
#ipv6 ipv6 Internet Protocol version 6
 .version 0.0:4 u
 .tclass 0+2.4:8 x Traffic class
  .tclass.dscp 0+2.4:6 u@dscp Codepoint
  .tclass.ecn 1.2:2 u@ecn Congestion notification
 .flow 1+3.4:20 x Flow label
 .plen 4+2 u Payload length
 .nxt 6 u@protocol Next header
 .hlim 7 u Hop limit
 .src 8+16 6 Source address
 .dst 24+16 6 Destination address
#hopByHop ipv6.hopopts Hop-by-hop options
 .hopopts.nxt 0 u@protocol Next header
 .hopopts.len 1 u Length, in 8 bytes
#destination ipv6.dstopts Destination options
 .dstopts.nxt 0 u@protocol Next header
 .dstopts.len 1 u Length, in 8 bytes
#routing ipv6.routing Routing header
 .routing.nxt 0 u@protocol Next header
 .routing.len 1 u Length, in 8 bytes
 .routing.type 2 u
 .routing.segleft 3 u Segments left
#routing:0 - Addresses
 ipv6.routing.src.addr 8+16*16 6 Address
#routing:2 - Home address
 ipv6.routing.mipv6.home_address 8+16 6
#routing:4 - Segments
 ipv6.routing.srh.last_entry 4 u
 ipv6.routing.srh.flags 5 x
 ipv6.routing.srh.tag 6+2 x
 ipv6.routing.srh.addr 8+16*16 6 Address
#fragment ipv6.fraghdr Fragment header
 .fraghdr.nxt 0 u@protocol Next header
 .fraghdr.offset 2+2.0:13 u Offset, in 8 bytes
 .fraghdr.more 2+2.15:1 b More fragments
 .fraghdr.ident 4+4 x Identification
#mobility mipv6 Mobile IPv6
 mip6.proto 0 u@protocol Payload protocol
 mip6.hlen 1 u Header length, in 8 bytes
 mip6.mhtype 2 u Mobility header type
 mip6.csum 4+2 x Checksum
#ipv6:0 ipv6.opt.pad1 Pad1
#ipv6:1 ipv6.opt.padn PadN
 .opt.padn 2+* h Padding
#ipv6:5 ipv6.opt Router alert
 .opt.router_alert 2+2 u
#ipv6:194 ipv6.opt Jumbo payload
 .opt.jumbo 2+4 u Payload length
#ipv6:* ipv6.opt Option
 .opt_unknown_data 2+* h Data
#ah ah Authentication header
 .next_header 0 u@protocol
 .length 1 u Length, in 4 bytes less 2
 .spi 4+4 x Security parameters index
 .sequence 8+4 u Sequence number
 .icv 12+* h Integrity check value
#esp esp Encapsulating security payload
 .spi 0+4 x Security parameters index
 .sequence 4+4 u Sequence number
#icmp icmp Internet Control Message Protocol
 .type 0 u@icmp
 .code 1 u
 .checksum 2+2 x
#icmp:echo - Echo
 icmp.ident 4+2 u Identifier
 icmp.seq 6+2 u Sequence number
#icmp:redirect - Redirect
 icmp.redir_gw 4+4 4 Gateway address
#icmp:mtu - Fragmentation needed
 icmp.mtu 6+2 u MTU of next hop
#icmp:times - Time stamps
 icmp.originate_timestamp 8+4 u
 icmp.receive_timestamp 12+4 u
 icmp.transmit_timestamp 16+4 u
#icmpv6 icmpv6 Internet Control Message Protocol version 6
 .type 0 u@icmpv6
 .code 1 u
 .checksum 2+2 x
#icmpv6:2 - Too big
 icmpv6.mtu 4+4 u
#icmpv6:4 - Parameter problem
 icmpv6.pointer 4+4 u
#icmpv6:128 - Echo
 icmpv6.echo.identifier 4+2 x
 icmpv6.echo.sequence_number 6+2 u Sequence
#icmpv6:131 - Multicast listener
 icmpv6.mld.maximum_response_delay 4+2 u Maximum response delay, ms
 icmpv6.mld.multicast_address 8+16 6
#icmpv6:134 - Router advertisement
 icmpv6.nd.ra.cur_hop_limit 4 u Current hop limit
 icmpv6.nd.ra.flag 5 x Flags
  icmpv6.nd.ra.flag.m 5.0:1 b Managed address configuration
  icmpv6.nd.ra.flag.o 5.1:1 b Other configuration
 icmpv6.nd.ra.router_lifetime 6+2 u Router lifetime, s
 icmpv6.nd.ra.reachable_time 8+4 u Reachable time, ms
 icmpv6.nd.ra.retrans_timer 12+4 u Retransmission timer, ms
#icmpv6:135 - Neighbour solicitation
 icmpv6.nd.ns.target_address 8+16 6
#icmpv6:136 - Neighbour advertisement
 icmpv6.nd.na.flag 4+4 x Flags
  icmpv6.nd.na.flag.r 4.0:1 b Router
  icmpv6.nd.na.flag.s 4.1:1 b Solicited
  icmpv6.nd.na.flag.o 4.2:1 b Override
 icmpv6.nd.na.target_address 8+16 6
#icmpv6:137 - Redirect
 icmpv6.nd.rd.target_address 8+16 6
 icmpv6.rd.na.destination_address 24+16 6
#icmpv6:143 - Multicast listener report v2
 icmpv6.mldr.nb_mcast_records 6+2 u Multicast records
#nd:1 icmpv6.opt Source link-layer address
 .opt.src_linkaddr 2+6 m Address
#nd:2 icmpv6.opt Target link-layer address
 .opt.target_linkaddr 2+6 m Address
#nd:3 icmpv6.opt Prefix information
 .opt.prefix.length 2 u Prefix length
 .opt.prefix.flag 3 x Flags
 .opt.prefix.valid_lifetime 4+4 u Valid lifetime, s
 .opt.prefix.preferred_lifetime 8+4 u Preferred lifetime, s
 .opt.prefix 16+16 6
#nd:5 icmpv6.opt MTU
 .opt.mtu 4+4 u
#nd:25 icmpv6.opt Recursive DNS server
 .opt.rdnss.lifetime 4+4 u Lifetime, s
 .opt.rdnss 8+16*16 6 Server
#nd:* icmpv6.opt Option
#igmp igmp Internet Group Management Protocol
 .type 0 x@igmp
 .checksum 2+2 x
#igmp:group - Group
 igmp.maddr 4+4 4 Multicast address
#igmp:query - Query of version 3
 igmp.s 8.4:1 b Suppress router-side processing
 igmp.qrv 8.5:3 u Robustness variable
 igmp.qqic 9 u Query interval code
 igmp.num_src 10+2 u Sources
 igmp.saddr 12+4*4 4 Source address
#igmp:34 - Report of version 3
 igmp.num_grp_recs 6+2 u Group records
#igmp:record igmp Group record
 .record_type 0 u@record
 .aux_data_len 1 u Auxiliary data, in 4 bytes
 .num_src 2+2 u Sources
 .maddr 4+4 4 Multicast address
#ospf ospf Open Shortest Path First
 .version 0 u
 .msg 1 u@ospf Message type
 .packet_length 2+2 u
 .srcrouter 4+4 4 Source router
 .area_id 8+4 4
 .checksum 12+2 x
#ospf:2 - Version 2
 ospf.auth.type 14+2 u@ospfAuth Authentication
#ospf:hello ospf.hello Hello
 .hello.network_mask 24+4 4
 .hello.hello_interval 28+2 u Hello interval, s
 .hello.router_priority 31 u
 .hello.router_dead_interval 32+4 u Router dead interval, s
 .hello.designated_router 36+4 4
 .hello.backup_designated_router 40+4 4
 .hello.active_neighbor 44+4*4 4 Active neighbour
`);
