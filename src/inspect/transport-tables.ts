// Headers of the transport layer and its options, GRE, and the messages of DHCP and TLS.
import { parseTables } from './rows.ts';

export const transportTables = parseTables(`#tcp tcp Transmission Control Protocol
 .srcport 0+2 u Source port
 .dstport 2+2 u Destination port
 .seq_raw 4+4 u Sequence number
 .ack_raw 8+4 u Acknowledgment number
 .hdr_len 12.0:4 u*4 Header length
 .flags 12+2.4:12 x
  .flags.res 12.4:3 b Reserved
  .flags.ae 12.7:1 b Accurate ECN
  .flags.cwr 13.0:1 b Congestion window reduced
  .flags.ece 13.1:1 b ECN-Echo
  .flags.urg 13.2:1 b Urgent
  .flags.ack 13.3:1 b Acknowledgment
  .flags.push 13.4:1 b
  .flags.reset 13.5:1 b
  .flags.syn 13.6:1 b
  .flags.fin 13.7:1 b
 .window_size_value 14+2 u Window
 .checksum 16+2 x
 .urgent_pointer 18+2 u
#tcp:0 tcp.options.eol End of options
#tcp:1 tcp.options.nop No operation
#tcp:2 tcp.options.mss Maximum segment size
 .options.mss_val 2+2 u MSS value
#tcp:3 tcp.options.wscale Window scale
 .options.wscale.shift 2 u Shift count
#tcp:4 tcp.options.sack_perm SACK permitted
#tcp:5 tcp.options.sack SACK
 .options.sack_le 2+4*8 u Left edge
 .options.sack_re 6+4*8 u Right edge
#tcp:8 tcp.options.timestamp Timestamps
 .options.timestamp.tsval 2+4 u Timestamp value
 .options.timestamp.tsecr 6+4 u Timestamp echo reply
#tcp:19 tcp.options.md5 MD5 signature
 .options.md5.digest 2+* h
#tcp:30 tcp.options Multipath TCP
 .options.mptcp.subtype 2.0:4 u
#tcp:* tcp.options.unknown Unknown option
 .options.unknown.payload 2+* h
#udp udp User Datagram Protocol
 .srcport 0+2 u Source port
 .dstport 2+2 u Destination port
 .length 4+2 u
 .checksum 6+2 x
#udpLite udplite Lightweight User Datagram Protocol
 udp.srcport 0+2 u Source port
 udp.dstport 2+2 u Destination port
 udp.checksum_coverage 4+2 u
 udp.checksum 6+2 x
#dccp dccp Datagram Congestion Control Protocol
 .srcport 0+2 u Source port
 .dstport 2+2 u Destination port
 .data_offset 4 u Data offset, in 4 bytes
 .ccval 5.0:4 u
 .cscov 5.4:4 u Checksum coverage
 .checksum 6+2 x
 .type 8.3:4 u@dccp
 .x 8.7:1 b Extended sequence numbers
#dccp:0 - Short sequence number
 dccp.seq_raw 9+3 u Sequence number
#dccp:1 - Long sequence number
 dccp.seq_raw 10+6 u Sequence number
#sctp sctp Stream Control Transmission Protocol
 .srcport 0+2 u Source port
 .dstport 2+2 u Destination port
 .verification_tag 4+4 x
 .checksum 8+4 x
#chunk sctp Chunk
 .chunk_type 0 u@chunk Type
 .chunk_flags 1 x Flags
 .chunk_length 2+2 u Length
#chunk:0 sctp DATA chunk
 .chunk_flags 1 x Flags
 .data_tsn_raw 4+4 u Transmission sequence number
 .data_sid 8+2 x Stream identifier
 .data_ssn 10+2 u Stream sequence number
 .data_payload_proto_id 12+4 u Payload protocol identifier
#chunk:1 sctp INIT chunk
 .chunk_flags 1 x Flags
 .init_initiate_tag 4+4 x Initiate tag
 .init_credit 8+4 u Advertised receiver window
 .init_nr_out_streams 12+2 u Outbound streams
 .init_nr_in_streams 14+2 u Inbound streams
 .init_initial_tsn 16+4 u Initial TSN
#chunk:2 sctp INIT ACK chunk
 .chunk_flags 1 x Flags
 .initack_initiate_tag 4+4 x Initiate tag
 .initack_credit 8+4 u Advertised receiver window
 .initack_nr_out_streams 12+2 u Outbound streams
 .initack_nr_in_streams 14+2 u Inbound streams
 .initack_initial_tsn 16+4 u Initial TSN
#chunk:3 sctp SACK chunk
 .chunk_flags 1 x Flags
 .sack_cumulative_tsn_ack_raw 4+4 u Cumulative TSN acknowledged
 .sack_a_rwnd 8+4 u Advertised receiver window
 .sack_number_of_gap_blocks 12+2 u Gap blocks
 .sack_number_of_duplicated_tsns 14+2 u Duplicated TSNs
#gre gre Generic Routing Encapsulation
 .flags_and_version 0+2 x
  .flags.checksum 0+2.0:1 b Checksum bit
  .flags.routing 0+2.1:1 b Routing bit
  .flags.key 0+2.2:1 b Key bit
  .flags.sequence_number 0+2.3:1 b Sequence number bit
  .flags.version 0+2.13:3 u
 .proto 2+2 x@ethertype Protocol type
#dns dns Domain Name System
 .id 0+2 x Transaction ID
 .flags 2+2 x
  .flags.response 2+2.0:1 b
  .flags.opcode 2+2.1:4 u@opcode
  .flags.authoritative 2+2.5:1 b
  .flags.truncated 2+2.6:1 b
  .flags.recdesired 2+2.7:1 b Recursion desired
  .flags.recavail 2+2.8:1 b Recursion available
  .flags.z 2+2.9:1 b Reserved
  .flags.authenticated 2+2.10:1 b Answer authenticated
  .flags.checkdisable 2+2.11:1 b Unauthenticated data is acceptable
  .flags.rcode 2+2.12:4 u@rcode Reply code
 .count.queries 4+2 u Questions
 .count.answers 6+2 u
 .count.auth_rr 8+2 u Authority records
 .count.add_rr 10+2 u Additional records
#dhcp dhcp Dynamic Host Configuration Protocol
 .type 0 u@bootp Message type
 .hw.type 1 x@hardware Hardware type
 .hw.len 2 u Hardware address length
 .id 4+4 x Transaction ID
 .secs 8+2 u Seconds elapsed
 .flags 10+2 x
  .flags.bc 10+2.0:1 b Broadcast
 .ip.client 12+4 4 Client IP address
 .ip.your 16+4 4 Your IP address
 .ip.server 20+4 4 Next server IP address
 .ip.relay 24+4 4 Relay agent IP address
 .hw.mac_addr 28+6 m Client MAC address
 .cookie 236+4 4 Magic cookie
#dhcp:1 - Subnet mask
 dhcp.option.subnet_mask 2+4 4
#dhcp:3 - Router
 dhcp.option.router 2+4*4 4
#dhcp:6 - Domain name server
 dhcp.option.domain_name_server 2+4*4 4
#dhcp:12 - Host name
 dhcp.option.hostname 2+* s Host name
#dhcp:15 - Domain name
 dhcp.option.domain_name 2+* s
#dhcp:50 - Requested address
 dhcp.option.requested_ip_address 2+4 4
#dhcp:51 - Lease time
 dhcp.option.ip_address_lease_time 2+4 u Lease time, s
#dhcp:53 - Message type
 dhcp.option.dhcp 2 u@dhcp Message type
#dhcp:54 - Server
 dhcp.option.dhcp_server_id 2+4 4 Server identifier
#dhcp:60 - Vendor class
 dhcp.option.vendor_class_id 2+* s Vendor class identifier
#dhcp:* - Other
 dhcp.option.value 2+* h
#record tls TLS record
 .record.content_type 0 u@content
 .record.version 1+2 x@tls
 .record.length 3+2 u
#handshake tls.handshake Handshake
 .handshake.type 0 u@handshake
 .handshake.length 1+3 u
#hello - Hello
 tls.handshake.version 4+2 x@tls
`);
