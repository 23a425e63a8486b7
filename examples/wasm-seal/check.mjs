// Seals and opens in node what `tests/vectors/caldicott_v1_kat.json` knows the answers of, tries some
// forgeries, and says how long a sealing takes. Arguments: the module, the vectors.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const [, , modulePath, vectorsPath] = process.argv;
const bytes = readFileSync(modulePath);
const module = new WebAssembly.Module(bytes);
assert.deepEqual(WebAssembly.Module.imports(module), [], 'the module asks its host for nothing');
const { exports: wasm } = new WebAssembly.Instance(module);

const hex = (text) => Uint8Array.from(Buffer.from(text, 'hex'));
const words = (text) => Uint8Array.from(Buffer.from(text, 'utf8'));
const u16 = (value) => Uint8Array.of(value >> 8, value & 255);
const u32 = (value) => Uint8Array.of(value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255);
const u64 = (value) => {
  const out = new DataView(new ArrayBuffer(8));
  out.setBigUint64(0, BigInt(value));
  return new Uint8Array(out.buffer);
};
const lp = (word) => [u16(word.length), word];

const joined = (parts) => {
  const flat = parts.flat();
  const out = new Uint8Array(flat.reduce((sum, part) => sum + part.length, 0));
  flat.reduce((at, part) => (out.set(part, at), at + part.length), 0);
  return out;
};
const call = (name, parts) => {
  const request = joined(parts);
  const at = wasm.input(request.length);
  new Uint8Array(wasm.memory.buffer, at, request.length).set(request);
  const length = wasm[name]();
  return length < 0 ? length : new Uint8Array(wasm.memory.buffer, wasm.output(), length).slice();
};
const keyOf = (test, context = test.context) =>
  call('set_key', [
    hex(test.subject_key), u32(test.key_version), Uint8Array.of(context.category),
    lp(words(context.subject)), lp(words(context.tenant)), lp(words(context.record_type)), lp(words(context.field)),
  ]);
const recordOf = (test, id = test.context.record_id) => [
  lp(words(id)), Uint8Array.of(test.revision === null ? 0 : 1), test.revision === null ? [] : u64(test.revision),
].flat();

const ascii = (context) => Object.values(context).every((word) => /^[\x00-\x7f]*$/.test(String(word)));
const file = JSON.parse(readFileSync(vectorsPath, 'utf8'));
let ran = 0;
for (const test of file.seal) {
  // The module speaks suite 1, which is what people's data is sealed with; the file shows other words
  // than ASCII as Latin-1, which the Rust tests read.
  if (test.suite !== 1 || !ascii(test.context)) continue;
  assert.equal(keyOf(test).length, 0, test.name);
  const record = recordOf(test);
  const [nonce, value, expected] = [hex(test.nonce), hex(test.plaintext), hex(test.ciphertext)];
  assert.deepEqual(call('seal', [nonce, record, value]), expected, `${test.name}: the known bytes`);
  assert.deepEqual(call('open', [record, expected]), value, `${test.name}: and back`);
  for (const place of [0, 1, 2, 6, 7, 38, 39, expected.length - 1]) {
    const flipped = expected.slice();
    flipped[place] ^= 4;
    const refusal = place >= 7 && place < 39 ? -5 : -4;
    assert.equal(call('open', [record, flipped]), refusal, `${test.name}: byte ${place}`);
  }
  assert.equal(call('open', [recordOf(test, 'another'), expected]), -4, `${test.name}: another record`);
  assert.equal(call('open', [record, expected.slice(0, -1)]), -4, `${test.name}: cut off`);
  keyOf(test, { ...test.context, subject: 'somebody-else' });
  assert.equal(call('open', [record, expected]), -5, `${test.name}: another person`);
  ran += 1;
}
assert.ok(ran >= 5, `${ran} known answers`);

const test = file.seal.find((found) => found.suite === 1);
keyOf(test);
assert.equal(call('seal', [hex(test.nonce)]), -1, 'a request that is cut off');
assert.equal(call('set_key', [hex('00')]), -1);
assert.equal(call('seal', [hex(test.nonce), recordOf(test), words('x')]), -2, 'no key after a refused one');

// How long one sealing of 64 bytes takes, the request put together once and its nonce changed.
keyOf(test);
const request = joined([hex(test.nonce), recordOf(test), new Uint8Array(64).fill(97)]);
const sealOnce = (count) => {
  const at = wasm.input(request.length);
  const view = new Uint8Array(wasm.memory.buffer, at, request.length);
  request[0] = count & 255;
  view.set(request);
  if (wasm.seal() !== 163) throw new Error('not sealed');
};
for (let count = 0; count < 20_000; count += 1) sealOnce(count);
const rounds = [];
for (let round = 0; round < 9; round += 1) {
  const start = process.hrtime.bigint();
  for (let count = 0; count < 5_000; count += 1) sealOnce(count);
  rounds.push(Number(process.hrtime.bigint() - start) / 5_000 / 1_000);
}
rounds.sort((one, other) => one - other);

wasm.forget();
assert.equal(call('seal', [hex(test.nonce), recordOf(test), words('x')]), -2, 'no key after forgetting');
const memory = Buffer.from(wasm.memory.buffer);
for (const secret of [hex(test.subject_key), hex(test.key)]) {
  for (const half of [secret.slice(0, 16), secret.slice(16)]) {
    assert.equal(memory.indexOf(half), -1, 'a key is left in memory');
  }
}
console.log(`wasm: ${ran} known answers sealed and opened in node ${process.version}`);
console.log(`wasm: ${bytes.length} bytes, ${rounds[4].toFixed(2)} us to seal 64 bytes (best ${rounds[0].toFixed(2)})`);
if (bytes.length > 120 * 1024) {
  console.error('the module is larger than 120 KiB');
  process.exit(1);
}
