// Runs models with ONNX Runtime: node run-onnx.cjs <directory of onnxruntime-node> <jobs.json>. A job has a model, inputs (name, type, dims, file of raw little-endian
// values) and a prefix; every output goes to <prefix><index>.bin, and a list of names, types and dimensions to <prefix>outputs.json. An error goes to <prefix>error.txt.
const fs = require('fs');
const ort = require(process.argv[2]);

const arrays = {
  float32: Float32Array, float64: Float64Array, int8: Int8Array, uint8: Uint8Array, int16: Int16Array, uint16: Uint16Array, int32: Int32Array, uint32: Uint32Array,
  int64: BigInt64Array, uint64: BigUint64Array, bool: Uint8Array,
};

async function run(job) {
  const session = await ort.InferenceSession.create(job.model, { logSeverityLevel: 3, intraOpNumThreads: 1, graphOptimizationLevel: job.optimization });
  const feeds = {};
  for (const input of job.inputs) {
    const bytes = fs.readFileSync(input.file);
    const copy = new Uint8Array(bytes).buffer;
    feeds[input.name] = new ort.Tensor(input.type, new arrays[input.type](copy), input.dims);
  }
  const results = await session.run(feeds);
  const outputs = [];
  for (const name of session.outputNames) {
    const tensor = results[name];
    fs.writeFileSync(`${job.prefix}${outputs.length}.bin`, Buffer.from(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength));
    outputs.push({ name, type: tensor.type, dims: tensor.dims });
  }
  fs.writeFileSync(`${job.prefix}outputs.json`, JSON.stringify(outputs));
}

(async () => {
  for (const job of JSON.parse(fs.readFileSync(process.argv[3], 'utf8'))) {
    try {
      await run(job);
    } catch (error) {
      fs.writeFileSync(`${job.prefix}error.txt`, String(error && error.message || error));
    }
  }
})();
