// Why each planted packet of a sample is odd, in the order in which src/samples/planted-oddities.ts plants them.
export const ODDITY_REASONS: Readonly<Record<string, readonly string[]>> = {
  office_batch: [
    'GRE tunnel packet of 65,500 bytes',
    'GRE tunnel packet of 61,000 bytes',
    'ESP packet of 58,000 bytes',
    'OSPF packet of 64,000 bytes',
    'protocol 253, kept for experiments',
    'fragment of 16 bytes of protocol 253',
    'empty packet of the reserved protocol 255',
    'bare header of the unassigned protocol 200',
    'UDP-Lite jumbo frame of 9,000 bytes',
    'SCTP, spoken by no host of this office',
    'NTP answer of 48,000 bytes',
  ],
  sample_batch: ['TCP packet of 65,535 bytes', 'protocol 253, kept for experiments'],
};
