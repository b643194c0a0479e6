// Solves one model with the npm package "highs" (HiGHS compiled to WebAssembly) in a process of its own.
//   node highs-worker.mjs PACKAGE_DIRECTORY MODEL ANSWER OPTIONS_JSON
// MODEL is a column form (see ColumnForm.cs), ANSWER the JSON file to write (see WorkerAnswer.cs); HiGHS's log goes to standard output.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const [packageDirectory, modelFile, answerFile, optionsJson] = process.argv.slice(2);
const parent = process.ppid;
const loadHighs = createRequire(path.join(packageDirectory, 'package.json'))(packageDirectory);
const highs = await loadHighs({ print: say, printErr: say });
const { modelStatus, callbackType } = highs.constants;
const version = `${highs.version.string ?? highs.version} (WebAssembly)`;

function say(line) {
  try {
    fs.writeSync(1, `${line}\n`);
  } catch {
    // A full or closed pipe costs a line of log, not the solve.
  }
}

/** Reads the file without parsing: its arrays are views. */
function readModel(file) {
  const bytes = fs.readFileSync(file);
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const [magic, columns, rows, nonzeros, hasStart] = new Int32Array(buffer, 0, 8);
  if (magic !== 0x314d4943) {
    throw new Error('not a model of this version');
  }
  let place = 32;
  const doubles = count => { const view = new Float64Array(buffer, place, count); place += 8 * count; return view; };
  const integers = count => { const view = new Int32Array(buffer, place, count); place += 4 * count; return view; };
  const [colCost, colLower, colUpper] = [doubles(columns), doubles(columns), doubles(columns)];
  const [rowLower, rowUpper] = [doubles(rows), doubles(rows)];
  const [values, start] = [doubles(nonzeros), doubles(hasStart ? columns : 0)];
  const [starts, indices] = [integers(columns + 1), integers(nonzeros)];
  const integrality = Int32Array.from(new Uint8Array(buffer, place, columns));
  const isMip = integrality.some(i => i !== 0);
  const matrix = { format: 'csc', numRows: rows, numCols: columns, starts, indices, values };
  const data = { numCols: columns, numRows: rows, colCost, colLower, colUpper, rowLower, rowUpper, matrix };
  return { data: isMip ? { ...data, integrality } : data, isMip, start };
}

/** The file is complete when it has its name. */
function writeAnswer(answer) {
  const values = answer.values && Array.from(answer.values);
  fs.writeFileSync(`${answerFile}.part`, JSON.stringify({ version, ...answer, values }));
  fs.renameSync(`${answerFile}.part`, answerFile);
}

function statusOf(code) {
  switch (code) {
    case modelStatus.optimal:
    case modelStatus.empty:
      return 'Optimal';
    case modelStatus.infeasible:
      return 'Infeasible';
    case modelStatus.unbounded:
      return 'Unbounded';
    case modelStatus.unboundedOrInfeasible:
      return 'InfeasibleOrUnbounded';
    case modelStatus.timeLimit:
    case modelStatus.interrupted:
    case modelStatus.iterationLimit:
    case modelStatus.solutionLimit:
    case modelStatus.objectiveBound:
    case modelStatus.objectiveTarget:
    case modelStatus.unknown:
      return 'Stopped';
    default:
      throw new Error(`HiGHS ended with model status ${code}`);
  }
}

/** Nobody waits for the answer once the parent is gone. */
function endWithParent() {
  if (process.ppid !== parent) {
    process.exit(1);
  }
}

function solve() {
  const { data, isMip, start } = readModel(modelFile);
  const model = highs.createModel(data);
  model.options.set(JSON.parse(optionsJson));
  if (start.length > 0) {
    model.setSolution({ colValue: start });
  }
  model.run({
    [callbackType.simplexInterrupt]: endWithParent,
    [callbackType.ipmInterrupt]: endWithParent,
    [callbackType.mipInterrupt]: endWithParent,
    // Kept outside, so that a solve stopped from outside still has it.
    [callbackType.mipImprovingSolution](event) {
      writeAnswer({ status: 'Stopped', values: event.data.mip_solution, bound: event.data.mip_dual_bound, nodes: Number(event.data.mip_node_count) });
    },
  });
  const status = statusOf(model.getModelStatus());
  const hasValues = model.info.get('primal_solution_status') === 2;
  const objective = hasValues ? model.info.get('objective_function_value') : null;
  writeAnswer({
    status,
    values: hasValues ? model.getSolution().colValue : null,
    bound: isMip ? model.info.get('mip_dual_bound') : status === 'Optimal' ? objective : null,
    nodes: isMip ? Number(model.info.get('mip_node_count')) : 0,
  });
}

try {
  solve();
} catch (error) {
  writeAnswer({ error: String(error.message ?? error) });
}
