import { DataError } from '@mariana/tensor';

/** The bytes that an address gives. */
export async function fetchBytes(address: string | URL): Promise<Uint8Array> {
  const response = await fetch(address).catch((cause: unknown) => {
    throw new DataError('loadModel', `${address} cannot be fetched`, { got: String(cause), cause });
  });
  if (!response.ok) {
    throw new DataError('loadModel', `${address} cannot be fetched`, {
      got: `${response.status} ${response.statusText}`,
    });
  }
  return new Uint8Array(await response.arrayBuffer());
}
