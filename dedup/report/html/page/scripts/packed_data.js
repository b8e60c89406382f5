// Chunks of data: unpacked when they are first needed, and the last few kept.

const KEPT_CHUNKS = 40;
const chunksHere = new Map();
const chunksAwaited = new Map();
const dataFolder = document.body.dataset.folder;

async function unpacked(base64) {
  const bytes = Uint8Array.fromBase64
    ? Uint8Array.fromBase64(base64)
    : Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

// A page that is opened from the disk may load scripts beside it, but no other files: each calls this with its data.
globalThis.dedupChunk = (name, base64) => {
  chunksAwaited.get(name)?.(base64);
  chunksAwaited.delete(name);
};

function loadedBeside(name) {
  return new Promise((resolve, reject) => {
    chunksAwaited.set(name, resolve);
    const script = h("script", { src: `${encodeURIComponent(dataFolder)}/${encodeURIComponent(name)}.js` });
    script.addEventListener("load", () => script.remove());
    script.addEventListener("error", () => {
      script.remove();
      reject(new Error(`${dataFolder}/${name}.js is missing: keep the folder ${dataFolder} beside this page`));
    });
    document.head.append(script);
  });
}

/** Return the data of a chunk by its name. */
function chunk(name) {
  let data = chunksHere.get(name);
  if (data === undefined) {
    const inside = document.getElementById(`chunk-${name}`);
    data = (inside ? Promise.resolve(inside.textContent) : loadedBeside(name)).then(unpacked);
    data.catch(() => chunksHere.delete(name));
  }
  chunksHere.delete(name);
  chunksHere.set(name, data); // the newest is last
  if (chunksHere.size > KEPT_CHUNKS) chunksHere.delete(chunksHere.keys().next().value);
  return data;
}

/** Return the record of this number from the chunks NAME-0, NAME-1, ..., which begin with the numbers in `starts`. */
async function recordIn(name, starts, number) {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= number) low = middle;
    else high = middle - 1;
  }
  return (await chunk(`${name}-${low}`))[number - starts[low]];
}
