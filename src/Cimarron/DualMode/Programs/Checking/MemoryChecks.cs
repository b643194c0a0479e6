namespace Cimarron.DualMode.Programs.Checking;

/// <summary>Modes of arrays, what they store, and what moves between chip and external memory.</summary>
internal sealed class MemoryChecks(ProgramContext context)
{
    private ChipState State => context.State;

    public void Check(SwitchMode instruction)
    {
        if (!context.AreArrays(instruction.Arrays))
        {
            return;
        }

        foreach (var array in instruction.Arrays)
        {
            context.Require(State.IsMemory[array] == instruction.ToCompute, ProgramViolationKind.NeedlessSwitch, $"array {array} is in {(instruction.ToCompute ? "compute" : "memory")} mode already");
        }

        if (instruction.ToCompute)
        {
            foreach (var owner in instruction.Arrays.Select(a => State.Owner[a]).OfType<string>().Distinct(StringComparer.Ordinal).ToArray())
            {
                HandOver(owner, instruction.Arrays);
            }
        }

        foreach (var array in instruction.Arrays)
        {
            State.IsMemory[array] = !instruction.ToCompute;
            if (!instruction.ToCompute)
            {
                State.Contents[array] = default;
            }
        }
    }

    public void Check(Allocate instruction)
    {
        if (context.Tensor(instruction.Tensor) is not { } tensor || !context.AreArrays(instruction.Arrays))
        {
            return;
        }

        foreach (var array in instruction.Arrays)
        {
            context.Require(State.IsMemory[array], ProgramViolationKind.NotMemoryMode, $"array {array} is in compute mode, so it cannot hold '{tensor.Name}'");
            context.Require(State.Owner[array] is null, ProgramViolationKind.ArrayTaken, $"array {array} belongs to '{State.Owner[array]}'");
        }

        var place = State[tensor.Name];
        if (place.Arrays is not null)
        {
            context.Report(ProgramViolationKind.AllocatedTwice, $"'{tensor.Name}' has arrays already");
            return;
        }

        var keepsAll = (long)instruction.Arrays.Count * context.Chip.ArrayBytes >= tensor.Elements;
        var room = instruction.Operator is null ? new Part(0, keepsAll ? tensor.Features : 0) : RoomInPlace(instruction, tensor);
        if (room is { } features)
        {
            State[tensor.Name] = place with { Arrays = instruction.Arrays, Room = features, Operator = instruction.Operator, FirstTile = instruction.FirstTile, Kept = default };
            foreach (var array in instruction.Arrays)
            {
                State.Owner[array] = tensor.Name;
            }
        }
    }

    public void Check(Free instruction)
    {
        if (context.Tensor(instruction.Tensor) is not { } tensor)
        {
            return;
        }

        context.Require(State[tensor.Name].Arrays is not null, ProgramViolationKind.NotAllocated, $"'{tensor.Name}' has no arrays to free");
        Release(tensor.Name);
    }

    public void Check(ExternalRead instruction)
    {
        if (context.Tensor(instruction.Tensor) is not { } tensor || !context.IsPartOf(instruction.Part, tensor))
        {
            return;
        }

        var place = State[tensor.Name];
        context.Require(place.External.Contains(instruction.Part), ProgramViolationKind.NotExternal, $"features {PartSet.Of(instruction.Part)} of '{tensor.Name}' are not all in external memory, which has {place.External}");
        var (inside, before, after) = Split(instruction.Part, place.Room);
        State[tensor.Name] = place.WithKept(inside) with { Stream = place.Stream.With(PartSet.Of(before)).With(PartSet.Of(after)) };
    }

    public void Check(ExternalWrite instruction)
    {
        if (context.Tensor(instruction.Tensor) is not { } tensor || !context.IsPartOf(instruction.Part, tensor))
        {
            return;
        }

        var place = State[tensor.Name];
        var onChip = place.Kept.With(place.Result);
        context.Require(onChip.Contains(instruction.Part), ProgramViolationKind.NotOnChip, $"features {PartSet.Of(instruction.Part)} of '{tensor.Name}' are not all on the chip to be written, which has {onChip}");
        State[tensor.Name] = place with { External = place.External.With(instruction.Part) };
    }

    /// <summary>The part of a range inside of another, and what lies before and after it.</summary>
    public static (Part Inside, Part Before, Part After) Split(Part part, Part room)
    {
        int first = Math.Clamp(room.First, part.First, part.End), end = Math.Clamp(room.End, first, part.End);
        return (new Part(first, end - first), new Part(part.First, first - part.First), new Part(end, part.End - end));
    }

    /// <summary>Arrays of a tensor start to compute: right only for a whole stationary operand in place, whose arrays become tiles.</summary>
    private void HandOver(string owner, ArraySet arrays)
    {
        var place = State[owner];
        if (place.Arrays is not { } own || place.Operator is not { } op)
        {
            context.Report(ProgramViolationKind.AllocatedSwitch, $"arrays of '{owner}' are switched, which would lose it; free it first");
            Release(owner);
            return;
        }

        context.Require(own.All(arrays.Contains), ProgramViolationKind.AllocatedSwitch, $"the arrays of the stationary operand '{owner}' are switched together or not at all");
        context.Require(place.Kept.Contains(place.Room), ProgramViolationKind.AllocatedSwitch, $"the stationary operand '{owner}' is incomplete: features {PartSet.Of(place.Room)} are needed, {place.Kept} are there");
        Release(owner);
        for (var i = 0; i < own.Count; i++)
        {
            State.Contents[own[i]] = new TileContent(op, place.FirstTile + i, context.Operator(op).Version, IsInPlace: true);
        }
    }

    private void Release(string tensor)
    {
        var place = State[tensor];
        foreach (var array in place.Arrays ?? new ArraySet([]))
        {
            State.Owner[array] = null;
        }

        State[tensor] = place with { Arrays = null, Room = default, Operator = null, FirstTile = 0, Kept = default };
    }

    /// <summary>Features that arrays laid out as tiles keep; null when they are not laid out as the operator needs.</summary>
    private Part? RoomInPlace(Allocate instruction, ProgramTensor tensor)
    {
        if (!context.Symbols.Operators.TryGetValue(instruction.Operator!, out var op))
        {
            context.Report(ProgramViolationKind.UnknownName, $"no operator '{instruction.Operator}' is declared");
            return null;
        }

        if (op.Stationary != tensor.Name)
        {
            context.Report(ProgramViolationKind.InPlaceLayout, $"'{tensor.Name}' is not the stationary operand of '{op.Name}'");
            return null;
        }

        var grid = context.Grid(op.Name);
        var perPack = (long)grid.TileColumns * grid.TileRows;
        var tiles = new Part(instruction.FirstTile, instruction.Arrays.Count);
        if (!context.AreTiles(op, tiles))
        {
            return null;
        }

        context.Require(!op.IsStationaryTransposed || context.Chip.WritesTransposed, ProgramViolationKind.InPlaceLayout, $"'{tensor.Name}' would have to be written column by column, which the chip cannot");
        var whole = tiles.Count == grid.Tiles;
        var byGroups = tensor.Layout == FeatureLayout.Groups && tensor.Shape[0] == op.Groups && tiles.First % perPack == 0 && tiles.Count % perPack == 0;
        if (!whole && !byGroups)
        {
            context.Report(ProgramViolationKind.InPlaceLayout, $"the arrays must hold all {grid.Tiles} tiles of '{op.Name}', or those of whole groups of a tensor with features by groups");
            return null;
        }

        if (whole)
        {
            return new Part(0, tensor.Features);
        }

        var packs = new Part((int)(tiles.First / perPack), (int)(tiles.Count / perPack));
        var firstGroup = packs.First * op.GroupsPerTile;
        return new Part(firstGroup * tensor.Shape[2], (Math.Min(op.Groups, packs.End * op.GroupsPerTile) - firstGroup) * tensor.Shape[2]);
    }
}
