// Names of services by transport and port.
// Source: IANA, "Service Name and Transport Protocol Port Number Registry",
// https://www.iana.org/assignments/service-names-port-numbers, under the names that people use for what it lists.

const TCP = 6;
const UDP = 17;
/** Ports of system services (RFC 6335, section 6). */
const SYSTEM_PORTS = 1024;

const names = new Map<number, string>();
const table = `20 t FTP data|21 t FTP|22 t SSH|23 t Telnet|25 t SMTP|53 tu DNS|67 u DHCP|68 u DHCP|69 u TFTP|80 t HTTP|88 tu Kerberos
|110 t POP3|111 tu ONC RPC|123 u NTP|135 t MS RPC|137 u NetBIOS names|138 u NetBIOS datagrams|139 t NetBIOS sessions|143 t IMAP
|161 u SNMP|162 u SNMP traps|179 t BGP|389 tu LDAP|443 tu HTTPS|445 t SMB|465 t SMTPS|500 u IKE|502 t Modbus|514 u syslog|515 t LPD
|546 u DHCPv6|547 u DHCPv6|554 t RTSP|587 t SMTP submission|623 u IPMI|631 t IPP|636 t LDAPS|853 t DNS over TLS|873 t rsync
|993 t IMAPS|995 t POP3S|1080 t SOCKS|1194 tu OpenVPN|1433 t MS SQL|1434 u MS SQL browser|1812 u RADIUS|1813 u RADIUS accounting
|1883 t MQTT|1900 u SSDP|2049 tu NFS|2404 t IEC 60870-5-104|3306 t MySQL|3389 tu RDP|3478 tu STUN|4500 u IPsec NAT traversal
|4840 t OPC UA|5060 tu SIP|5061 t SIPS|5222 t XMPP|5353 u mDNS|5355 u LLMNR|5432 t PostgreSQL|5672 t AMQP|5683 u CoAP|5684 u CoAPS
|5900 t VNC|6379 t Redis|8080 t alternate HTTP|8443 t alternate HTTPS|8883 t MQTT over TLS|20000 t DNP3|44818 tu EtherNet/IP
|47808 u BACnet`;
for (const line of table.split(/\s*\|/)) {
  const [port, transports, ...words] = line.split(' ');
  for (const each of transports) names.set((each === 't' ? TCP : UDP) * 65_536 + Number(port), words.join(' '));
}

/** Such as `SSH` of TCP port 22, or null: what a port is meant for, which is no proof of what it carries. */
export function serviceAt(proto: number, port: number): string | null {
  return names.get(proto * 65_536 + port) ?? null;
}

/** Whether a service may be expected at a port, rather than a client's own end. */
export function isServicePort(proto: number, port: number): boolean {
  return (port > 0 && port < SYSTEM_PORTS) || serviceAt(proto, port) !== null;
}
