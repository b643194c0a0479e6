using System.Collections.Immutable;
using Cimarron.DualMode.Programs;
using Cimarron.DualMode.Simulation.Values;

namespace Cimarron.DualMode.Simulation;

/// <summary>A program with everything that does not depend on its inputs worked out. It reuses its buffers, so one thread at a time may run it.</summary>
public sealed class PreparedProgram
{
    private readonly MetaProgram program;
    private readonly ChipBytes chipBytes;
    private readonly Dictionary<string, TensorBytes> tensors;
    private readonly Dictionary<string, OperatorValues> operators;
    private readonly Dictionary<string, VectorValues> vectors;
    private readonly Dictionary<Allocate, TensorRuns> runs = new(ReferenceEqualityComparer.Instance);

    internal PreparedProgram(MetaProgram program, DualModeChip chip, ProgramData data)
    {
        this.program = program;
        var symbols = new ProgramSymbols(program);
        if (symbols.Problems.Count > 0)
        {
            throw new DiagnosticException([.. symbols.Problems.Select(p => Diagnostic.Error("CIM0895", p))]);
        }

        Require(chip, program);
        chipBytes = new ChipBytes(chip);
        tensors = program.Tensors.ToDictionary(t => t.Name, t => new TensorBytes(t, chipBytes), StringComparer.Ordinal);
        operators = program.Operators.ToDictionary(o => o.Name, o => new OperatorValues(o, chip, symbols, data), StringComparer.Ordinal);
        vectors = program.Vectors.ToDictionary(v => v.Name, v => new VectorValues(v, symbols, data), StringComparer.Ordinal);
        var check = new StatementNames(symbols, chip);
        foreach (var (statement, path) in Flat(program.Code))
        {
            check.Require(statement, path);
            if (statement is Allocate a)
            {
                runs[a] = a.Operator is { } op ? TensorRuns.InPlace(operators[op].Operator, chip, a) : TensorRuns.Linear(tensors[a.Tensor].Tensor, chip, a);
            }
        }
    }

    /// <summary>Runs the program.</summary>
    /// <param name="inputs">The bytes of every input tensor, in memory order; signed values in two's complement.</param>
    /// <param name="cancellation">Stops between statements.</param>
    /// <returns>The bytes of every output tensor.</returns>
    /// <exception cref="DiagnosticException">CIM0895: an input is missing or of the wrong size; CIM0897: an int32 sum has overflowed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public IReadOnlyDictionary<string, byte[]> Run(IReadOnlyDictionary<string, byte[]> inputs, CancellationToken cancellation = default)
    {
        chipBytes.Reset();
        foreach (var tensor in tensors.Values)
        {
            tensor.Reset();
        }

        foreach (var tensor in program.Tensors.Where(t => t.Role == TensorRole.Input))
        {
            if (!inputs.TryGetValue(tensor.Name, out var bytes) || bytes.Length != tensor.Elements)
            {
                throw ProgramRunner.Bad($"the input '{tensor.Name}' needs {tensor.Elements} bytes, {(bytes is null ? "none" : bytes.Length)} are given");
            }

            bytes.CopyTo(tensors[tensor.Name].External, 0);
        }

        foreach (var statement in program.Code)
        {
            cancellation.ThrowIfCancellationRequested();
            Execute(statement);
        }

        return program.Tensors.Where(t => t.Role == TensorRole.Output).ToDictionary(t => t.Name, t => (byte[])tensors[t.Name].External.Clone(), StringComparer.Ordinal);
    }

    private static void Require(DualModeChip chip, MetaProgram program)
    {
        if (chip.WeightBits != 8 || chip.ActivationBits != 8)
        {
            throw ProgramRunner.Unsupported($"values are simulated for 8-bit weights and activations, the chip has {chip.WeightBits} and {chip.ActivationBits} bits");
        }

        if (program.Tensors.FirstOrDefault(t => t.Elements > Array.MaxLength) is { } large)
        {
            throw ProgramRunner.Unsupported($"tensor '{large.Name}' is too large to hold in memory");
        }

        if (program.Tensors.FirstOrDefault(t => t.Scale is null) is { } bare)
        {
            throw ProgramRunner.Bad($"tensor '{bare.Name}' has no scale, so the program can be timed only");
        }

        if (program.Operators.FirstOrDefault(o => o.Packing is not null) is { } packed)
        {
            throw ProgramRunner.Unsupported($"the weights of '{packed.Name}' are packed by a sparsity pattern; such programs can be timed only");
        }

        if (program.Code.Any(s => s is RepeatBlock or Carry))
        {
            throw ProgramRunner.Unsupported("repeated blocks have other weights in each iteration, which a program does not name; values are simulated for programs without them");
        }
    }

    private static IEnumerable<(Instruction Instruction, string Path)> Flat(ImmutableArray<Statement> code) => code.SelectMany((s, i) => s switch
    {
        ParallelBlock block => block.Body.Select((b, j) => (b, $"{i + 1}.{j + 1}")),
        Instruction instruction => [(instruction, $"{i + 1}")],
        _ => Enumerable.Empty<(Instruction, string)>(),
    });

    private void Execute(Statement statement)
    {
        switch (statement)
        {
            case SwitchMode s:
                Switch(s);
                break;
            case Allocate a:
                tensors[a.Tensor].Runs = runs[a];
                break;
            case Free f:
                tensors[f.Tensor].Runs = null;
                break;
            case ExternalRead r:
                tensors[r.Tensor].Read(r.Part);
                break;
            case ExternalWrite w:
                tensors[w.Tensor].Write(w.Part);
                break;
            case WriteTiles w:
                operators[w.Operator].Load(w, chipBytes, operators[w.Operator].Operator.Stationary is { } stationary ? tensors[stationary].External : null);
                break;
            case ParallelBlock block:
                RunSegment(block);
                break;
        }
    }

    /// <summary>What an array holds is lost, except an operand that was laid out as tiles.</summary>
    private void Switch(SwitchMode instruction)
    {
        var kept = new HashSet<int>();
        foreach (var tensor in tensors.Values.Where(t => t.Runs is { } r && instruction.ToCompute && r.Arrays.Any(a => instruction.Arrays.Contains(a))))
        {
            if (tensor.Runs!.IsInPlace)
            {
                kept.UnionWith(tensor.Runs.Arrays);
            }

            tensor.Runs = null;
        }

        foreach (var array in instruction.Arrays.Where(a => !kept.Contains(a)))
        {
            chipBytes.Lose(array);
        }
    }

    private void RunSegment(ParallelBlock block)
    {
        foreach (var tensor in tensors.Values)
        {
            tensor.BeginSegment();
        }

        foreach (var instruction in block.Body)
        {
            switch (instruction)
            {
                case Compute c:
                    var values = operators[c.Operator];
                    if (values.Run(c, chipBytes, tensors[values.Operator.Input].OnChip()) is { } features)
                    {
                        var output = tensors[values.Operator.Output];
                        values.Requantise(features, output.Produced);
                        output.Deliver(features);
                    }

                    break;
                case RunVector v:
                    var vector = vectors[v.Vector];
                    vector.Run([.. vector.Vector.Inputs.Select(i => tensors[i].OnChip())], tensors[vector.Vector.Output].Produced);
                    tensors[vector.Vector.Output].Deliver(v.Part);
                    break;
            }
        }

        foreach (var tensor in tensors.Values)
        {
            tensor.EndSegment();
        }
    }
}
