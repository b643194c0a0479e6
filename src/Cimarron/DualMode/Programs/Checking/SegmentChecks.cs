namespace Cimarron.DualMode.Programs.Checking;

/// <summary>Loading tiles, and everything that computes.</summary>
internal sealed class SegmentChecks(ProgramContext context)
{
    private readonly HashSet<int> busy = [];
    private readonly Dictionary<string, PartSet> produced = new(StringComparer.Ordinal);

    private ChipState State => context.State;

    public void Check(WriteTiles instruction)
    {
        if (Operator(instruction.Operator) is not { } op || !context.AreTiles(op, instruction.Tiles) | !context.AreArrays(instruction.Arrays) || context.Copies(instruction.Tiles, instruction.Arrays) == 0)
        {
            return;
        }

        if (op.Stationary is { } stationary)
        {
            context.Require(IsWhole(State[stationary].External, stationary), ProgramViolationKind.NotExternal, $"the stationary operand '{stationary}' is not completely in external memory");
        }

        for (var i = 0; i < instruction.Arrays.Count; i++)
        {
            var array = instruction.Arrays[i];
            context.Require(!State.IsMemory[array], ProgramViolationKind.NotComputeMode, $"array {array} is in memory mode, so it cannot take a tile");
            context.Require(!IsNeeded(State.Contents[array]), ProgramViolationKind.OverwrittenOperand, $"array {array} holds a stationary operand of '{State.Contents[array].Operator}' that is still needed");
            State.Contents[array] = new TileContent(op.Name, instruction.Tiles.First + (i % instruction.Tiles.Count), context.Operator(op.Name).Version, IsInPlace: false);
        }
    }

    /// <summary>Checks a segment.</summary>
    /// <param name="block">The segment.</param>
    /// <param name="path">Its path.</param>
    public void Check(ParallelBlock block, string path)
    {
        busy.Clear();
        produced.Clear();
        State.ForEachPassing(place => place.Result.IsEmpty ? place : place with { Result = default });
        for (var i = 0; i < block.Body.Length; i++)
        {
            context.Path = $"{path}.{i + 1}";
            switch (block.Body[i])
            {
                case Compute compute:
                    Check(compute);
                    break;
                case RunVector run:
                    Check(run);
                    break;
                default:
                    context.Report(ProgramViolationKind.Placement, "a segment holds CIM.mvm and VEC.run only");
                    break;
            }
        }

        context.Path = path;
        CheckStationary(block);
        State.ForEachPassing(place => place.Stream.IsEmpty ? place : place with { Stream = default });
    }

    private void Check(Compute instruction)
    {
        if (Operator(instruction.Operator) is not { } op || !context.AreTiles(op, instruction.Tiles) | !context.AreArrays(instruction.Arrays))
        {
            return;
        }

        if (context.Copies(instruction.Tiles, instruction.Arrays) > 0)
        {
            CheckArrays(instruction, context.Operator(op.Name).Version);
        }

        var input = context.Symbols.Tensors[op.Input];
        RequireOnChip(input, new Part(0, input.Features));
        foreach (var tensor in instruction.Via)
        {
            context.Require(context.Tensor(tensor) is null || State[tensor].Arrays is not null, ProgramViolationKind.NotAllocated, $"'{tensor}' has no arrays to stream through");
        }

        Advance(op, instruction.Tiles);
    }

    private void CheckArrays(Compute instruction, int version)
    {
        for (var i = 0; i < instruction.Arrays.Count; i++)
        {
            var array = instruction.Arrays[i];
            var tile = instruction.Tiles.First + (i % instruction.Tiles.Count);
            var content = State.Contents[array];
            context.Require(busy.Add(array), ProgramViolationKind.ArrayBusy, $"array {array} computes already in this segment");
            if (State.IsMemory[array])
            {
                context.Report(ProgramViolationKind.NotComputeMode, $"array {array} is in memory mode, so it cannot compute");
            }
            else
            {
                context.Require(
                    content.Operator == instruction.Operator && content.Tile == tile && content.Version == version,
                    ProgramViolationKind.WrongContents,
                    $"array {array} should hold tile {tile} of '{instruction.Operator}', it holds {Described(content)}");
            }
        }
    }

    private string Described(TileContent content) => content.Operator is null
        ? "nothing"
        : $"tile {content.Tile} of '{content.Operator}'{(context.IsCurrent(content) ? "" : " of an earlier iteration")}";

    /// <summary>Accumulates tile rows and delivers the features that are finished by them.</summary>
    private void Advance(ProgramOperator op, Part tiles)
    {
        var grid = context.Grid(op.Name);
        var work = context.Operator(op.Name);
        var (first, count) = (tiles.First / grid.TileRows, tiles.Count / grid.TileRows);
        var firstRow = tiles.First % grid.TileRows;
        var isWhole = firstRow == 0 && tiles.Count % grid.TileRows == 0;
        if (!isWhole && first != (tiles.End - 1) / grid.TileRows)
        {
            context.Report(ProgramViolationKind.Range, $"tiles are whole tile columns of {grid.TileRows}, or tile rows of one of them");
            return;
        }

        var lines = new Part(first, isWhole ? count : 1);
        var features = grid.Features(lines);
        if (work.Done.Overlaps(features))
        {
            context.Report(ProgramViolationKind.DoubleWork, $"features {PartSet.Of(features)} of '{op.Output}' are computed already, or some of them");
            return;
        }

        for (var line = lines.First; line < lines.End; line++)
        {
            if (work.RowsOf(line) != firstRow)
            {
                context.Report(ProgramViolationKind.RowOrder, $"tile column {line} of '{op.Name}' has accumulated {work.RowsOf(line)} tile rows, so {firstRow} cannot be next");
                return;
            }
        }

        if (isWhole || firstRow + tiles.Count == grid.TileRows)
        {
            work.SetRows(first, 0);
            work.Done = work.Done.With(features);
            Deliver(op.Output, features);
        }
        else
        {
            work.SetRows(first, firstRow + tiles.Count);
        }
    }

    private void Check(RunVector instruction)
    {
        if (!context.Symbols.Vectors.TryGetValue(instruction.Vector, out var vector))
        {
            context.Report(ProgramViolationKind.UnknownName, $"no vector operator '{instruction.Vector}' is declared");
            return;
        }

        var output = context.Symbols.Tensors[vector.Output];
        if (!context.IsPartOf(instruction.Part, output))
        {
            return;
        }

        foreach (var input in vector.Inputs.Select(i => context.Symbols.Tensors[i]))
        {
            RequireOnChip(input, vector.IsFeaturewise && input.Features == output.Features ? instruction.Part : new Part(0, input.Features));
        }

        var work = context.Vector(vector.Name);
        context.Require(!work.Done.Overlaps(instruction.Part), ProgramViolationKind.DoubleWork, $"features {PartSet.Of(instruction.Part)} of '{vector.Output}' are computed already, or some of them");
        work.Done = work.Done.With(instruction.Part);
        Deliver(vector.Output, instruction.Part);
    }

    /// <summary>Results go into the tensor's arrays where those have room, and are a stream otherwise.</summary>
    private void Deliver(string tensor, Part features)
    {
        var place = State[tensor];
        var (inside, before, after) = MemoryChecks.Split(features, place.Room);
        State[tensor] = place.WithKept(inside) with { Result = place.Result.With(PartSet.Of(before)).With(PartSet.Of(after)) };
        produced[tensor] = produced.GetValueOrDefault(tensor).With(features);
    }

    private void RequireOnChip(ProgramTensor tensor, Part features)
    {
        var place = State[tensor.Name];
        var onChip = place.Kept.With(place.Stream).With(produced.GetValueOrDefault(tensor.Name));
        context.Require(onChip.Contains(features), ProgramViolationKind.NotOnChip, $"features {PartSet.Of(features)} of '{tensor.Name}' are needed, {onChip} are on the chip");
    }

    /// <summary>A stationary operand has to be complete before its segment begins.</summary>
    private void CheckStationary(ParallelBlock block)
    {
        foreach (var name in block.Body.OfType<Compute>().Select(c => c.Operator).Distinct(StringComparer.Ordinal))
        {
            if (context.Symbols.Operators.TryGetValue(name, out var op) && op.Stationary is { } stationary)
            {
                context.Require(!produced.ContainsKey(stationary), ProgramViolationKind.StationaryInSegment, $"'{stationary}' is produced in the segment in which it is the stationary operand of '{name}'");
            }
        }
    }

    private bool IsNeeded(TileContent content)
    {
        if (!content.IsInPlace || !context.IsCurrent(content))
        {
            return false;
        }

        var grid = context.Grid(content.Operator!);
        var work = context.Operator(content.Operator!);
        var line = content.Tile / grid.TileRows;
        return !work.Done.Contains(grid.Features(line)) && work.RowsOf(line) <= content.Tile % grid.TileRows;
    }

    private bool IsWhole(PartSet features, string tensor) => features.Contains(new Part(0, context.Symbols.Tensors[tensor].Features));

    private ProgramOperator? Operator(string name)
    {
        if (context.Symbols.Operators.TryGetValue(name, out var op))
        {
            return op;
        }

        context.Report(ProgramViolationKind.UnknownName, $"no operator '{name}' is declared");
        return null;
    }
}
