using System.Collections.Immutable;

namespace Cimarron.DualMode.Programs.Checking;

/// <summary>Goes through the statements of a program.</summary>
internal sealed class ProgramWalk
{
    private readonly MetaProgram program;
    private readonly ProgramContext context;
    private readonly MemoryChecks memory;
    private readonly SegmentChecks segments;
    private readonly Carrying carrying;

    public ProgramWalk(MetaProgram program, DualModeChip chip, ProgramSymbols symbols, ViolationList findings)
    {
        this.program = program;
        context = new ProgramContext(program, chip, symbols, findings);
        memory = new MemoryChecks(context);
        segments = new SegmentChecks(context);
        carrying = new Carrying(context);
    }

    public void Run()
    {
        if (DepthOf(program.Code) > ProgramValidator.MaxRepeatDepth)
        {
            context.Path = "end";
            context.Report(ProgramViolationKind.RepeatForm, $"more than {ProgramValidator.MaxRepeatDepth} repeated blocks inside of each other");
            return;
        }

        foreach (var tensor in program.Tensors.Where(t => t.Role == TensorRole.Input))
        {
            context.State[tensor.Name] = TensorPlace.Nowhere with { External = PartSet.Of(new Part(0, tensor.Features)) };
        }

        Walk(program.Code, "");
        context.Path = "end";
        CheckWork(program.Operators.Select(o => o.Name), program.Vectors.Select(v => v.Name));
        CheckOutputs(program.Tensors.Where(t => t.Role == TensorRole.Output));
    }

    private static int DepthOf(ImmutableArray<Statement> body) => body.OfType<RepeatBlock>().Select(r => 1 + DepthOf(r.Body)).DefaultIfEmpty(0).Max();

    private void Walk(ImmutableArray<Statement> body, string prefix)
    {
        for (var i = 0; i < body.Length; i++)
        {
            var path = $"{prefix}{i + 1}";
            context.Path = path;
            switch (body[i])
            {
                case ParallelBlock block:
                    segments.Check(block, path);
                    break;
                case RepeatBlock repeat:
                    Walk(repeat, path);
                    break;
                case Carry carry:
                    Check(carry, Scope.Of(body[(i + 1)..]));
                    break;
                default:
                    Check((Instruction)body[i]);
                    break;
            }
        }
    }

    private void Check(Instruction instruction)
    {
        switch (instruction)
        {
            case SwitchMode s:
                memory.Check(s);
                break;
            case Allocate a:
                memory.Check(a);
                break;
            case Free f:
                memory.Check(f);
                break;
            case ExternalRead r:
                memory.Check(r);
                break;
            case ExternalWrite w:
                memory.Check(w);
                break;
            case WriteTiles w:
                segments.Check(w);
                break;
            default:
                context.Report(ProgramViolationKind.Placement, "CIM.mvm and VEC.run stand in a parallel block");
                break;
        }
    }

    /// <summary>A new iteration of what has run before and runs again behind the statement.</summary>
    private void Check(Carry carry, Scope later)
    {
        if (context.Tensor(carry.From) is null || context.Tensor(carry.To) is null)
        {
            return;
        }

        if (!carrying.IsValid([(carry.From, carry.To)], new Scope([], [], [], [])))
        {
            return;
        }

        var again = new Scope([], [], [.. later.AllOperators.Where(HasRun)], [.. later.AllVectors.Where(HasRunVector)]);
        CheckWork(again.AllOperators, again.AllVectors);
        CheckOutputs(carrying.Produced(again.AllOperators, again.AllVectors).Where(t => t.Role == TensorRole.Output && t.Name != carry.From));
        carrying.Carry([(carry.From, carry.To)], context.State);
        carrying.StartIteration(again, carry.To);
    }

    private bool HasRun(string op) => context.Symbols.Operators.ContainsKey(op) && context.Operator(op).HasStarted;

    private bool HasRunVector(string vector) => context.Symbols.Vectors.ContainsKey(vector) && context.Vector(vector).HasStarted;

    /// <summary>Two iterations: the second starts from the carried state, and leaving that unchanged makes all further ones like it.</summary>
    private void Walk(RepeatBlock repeat, string path)
    {
        context.Require(repeat.Count >= 2, ProgramViolationKind.RepeatForm, $"a block is repeated at least twice, not {repeat.Count} times");
        var scope = Scope.Of(repeat.Body);
        if (!carrying.IsValid(repeat.Carries, scope))
        {
            return;
        }

        RequireUnstarted(scope);
        carrying.StartIteration(scope);
        var atFirst = context.State.Copy();
        Iterate(repeat, scope, path);
        carrying.Carry(repeat);
        carrying.StartIteration(scope);
        var carried = context.State.Copy();
        ReportDifference(carried.DifferenceOnChip(atFirst), path);
        Iterate(repeat, scope, path);

        // What the next iteration would start from; the program goes on from the state before these carries.
        var end = context.State.Copy();
        carrying.Carry(repeat, end);
        carrying.Forget(scope, end);
        ReportDifference(end.Difference(carried, c => context.IsCurrent(c) && !scope.AllOperators.Contains(c.Operator!)), path);
    }

    private void ReportDifference(string? difference, string path)
    {
        context.Path = $"{path}.end";
        context.Require(difference is null, ProgramViolationKind.RepeatState, $"an iteration must leave the chip as it found it: {difference}");
    }

    private void Iterate(RepeatBlock repeat, Scope scope, string path)
    {
        Walk(repeat.Body, $"{path}.");
        context.Path = $"{path}.end";
        CheckWork(scope.Operators, scope.Vectors);
        var carried = repeat.Carries.Select(c => c.From).ToHashSet(StringComparer.Ordinal);
        CheckOutputs(carrying.Produced(scope.Operators, scope.Vectors).Where(t => t.Role == TensorRole.Output && !carried.Contains(t.Name)));
    }

    /// <summary>What a repeated block computes must not have been computed before it, unless a MEM.carry has begun a new iteration.</summary>
    private void RequireUnstarted(Scope scope)
    {
        foreach (var name in scope.AllOperators.Where(HasRun).Concat(scope.AllVectors.Where(HasRunVector)))
        {
            context.Report(ProgramViolationKind.DoubleWork, $"'{name}' was computed before the repeated block, and no MEM.carry has begun another iteration");
        }
    }

    private void CheckWork(IEnumerable<string> operators, IEnumerable<string> vectors)
    {
        foreach (var op in operators.Select(context.Symbols.Operators.GetValueOrDefault).OfType<ProgramOperator>())
        {
            CheckDone(op.Output, new Part(op.FirstFeature, op.Groups * op.Columns), context.Operator(op.Name).Done);
        }

        foreach (var vector in vectors.Select(context.Symbols.Vectors.GetValueOrDefault).OfType<ProgramVector>())
        {
            CheckDone(vector.Output, new Part(0, context.Symbols.Tensors[vector.Output].Features), context.Vector(vector.Name).Done);
        }
    }

    private void CheckDone(string tensor, Part needed, PartSet done) =>
        context.Require(done.Contains(needed), ProgramViolationKind.MissingWork, $"of features {PartSet.Of(needed)} of '{tensor}' only {done} are computed");

    private void CheckOutputs(IEnumerable<ProgramTensor> outputs)
    {
        foreach (var tensor in outputs)
        {
            var external = context.State[tensor.Name].External;
            context.Require(external.Contains(new Part(0, tensor.Features)), ProgramViolationKind.MissingOutput, $"of the output '{tensor.Name}' only features {external} are in external memory");
        }
    }
}
