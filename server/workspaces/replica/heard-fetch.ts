/** A `fetch` whose answers are heard coming in: `heard` is called for each piece of one. */
export type HeardFetch = (heard: () => void) => typeof fetch;

/** The global one. */
export const heardFetch: HeardFetch = (heard) => async (input, init) => {
  const answer = await fetch(input, init);
  heard();
  if (!answer.body) return answer;
  const heeded = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, out) {
      heard();
      out.enqueue(piece);
    },
  });
  return new Response(answer.body.pipeThrough(heeded), answer);
};
