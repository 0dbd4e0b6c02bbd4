// What Wireshark's command line tools read of captures, where they are installed.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { readBlocks, readPackets, type Written, type WrittenPacket } from './blocks.ts';

const execute = promisify(execFile);
const LARGEST_OUTPUT = 1 << 30;

/** A tool's first line about itself, or null where it is not installed. */
export async function findTool(name: string): Promise<string | null> {
  try {
    const { stdout } = await execute(name, ['--version']);
    return stdout.split('\n')[0];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Packets of a capture as Wireshark reads it, up to the first that it refuses; null where it opens nothing of the file. */
export async function rewrite(from: string, to: string): Promise<Written | null> {
  // Damage ends the reading with an error; what was read until there is written.
  await execute('editcap', ['-F', 'pcapng', from, to]).catch(() => undefined);
  return existsSync(to) ? readBlocks(readFileSync(to)) : null;
}

/** Puts captures behind one another. Rejects with what mergecap says where it cannot read one of them. */
export async function concatenate(files: readonly string[], to: string): Promise<WrittenPacket[]> {
  await execute('mergecap', ['-a', '-F', 'pcapng', '-w', to, ...files]).catch((error: { stderr?: string }) => {
    throw new Error(error.stderr?.trim() || 'mergecap failed');
  });
  return readPackets(readFileSync(to));
}

/** Fields of each frame as tshark prints them, the first of several, with a tabulator between. */
export async function listFields(file: string, fields: readonly string[]): Promise<string[]> {
  const wanted = fields.flatMap((field) => ['-e', field]);
  const options = { maxBuffer: LARGEST_OUTPUT };
  const all = ['-n', '-r', file, '-T', 'fields', '-E', 'occurrence=f', ...wanted];
  const { stdout } = await execute('tshark', all, options);
  return stdout.split('\n').slice(0, -1);
}

/** Time, lengths and encapsulation of each frame, as tshark prints them. */
export function listFrames(file: string): Promise<string[]> {
  return listFields(file, ['frame.time_epoch', 'frame.len', 'frame.cap_len', 'frame.encap_type']);
}
