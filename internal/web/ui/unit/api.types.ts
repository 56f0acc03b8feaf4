// Compiled with the page and never run: what must not compile stands under @ts-expect-error, which is an error
// itself where nothing is wrong.
import { read, send, useAll, useApi, write } from '../src/api/client'

export function right(): string | undefined {
  void read('/gaps', { query: { status: 'proposed', limit: 3 } })
  void write('/gaps/{id}/comments', { path: { id: 'gap:a' } }, { text: 'seen' })
  void send('/gaps/decisions/preview', {}, { base: 1, gaps: ['gap:a'], status: 'dismissed' })
  useAll('/gaps', { query: { gone: true } }).data?.map((g) => g.weight.toFixed(1))
  return useApi('/chains/{id}', { path: { id: 'a' }, query: { as_of: 'r2' } }).data?.name
}

export function wrong(): void {
  // @ts-expect-error no such path
  useApi('/chain', {})
  // @ts-expect-error the id is missing
  useApi('/chains/{id}', {})
  // @ts-expect-error the path has no key
  useApi('/chains/{id}', { path: { key: 'a' } })
  // @ts-expect-error no such parameter
  useApi('/chains', { query: { asof: 'r2' } })
  // @ts-expect-error no such status
  useApi('/gaps', { query: { status: 'lost' } })
  // @ts-expect-error the answer has no such field
  void useApi('/meta', {}).data?.nothing
  // @ts-expect-error not a list of pages
  useAll('/meta', {})
  // @ts-expect-error nothing is written there
  void write('/meta', {}, {})
  // @ts-expect-error that only tries
  void write('/weights/preview', {}, {})
  // @ts-expect-error that writes
  void send('/gaps/{id}/comments', { path: { id: 'gap:a' } }, { text: 'seen' })
  // @ts-expect-error the body has no such field
  void write('/gaps/{id}/comments', { path: { id: 'gap:a' } }, { txt: 'seen' })
}
