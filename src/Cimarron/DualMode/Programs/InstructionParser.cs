using System.Collections.Immutable;

namespace Cimarron.DualMode.Programs;

/// <summary>Reads instructions.</summary>
internal sealed class InstructionParser(ProgramScanner scanner)
{
    /// <summary>Arrays in one list at most, so that a short text cannot ask for gigabytes.</summary>
    private const int MaxListed = 1 << 20;

    /// <summary>Arrays in all lists of a program at most.</summary>
    private const int MaxListedInAll = 1 << 26;

    private const int MaxNumber = int.MaxValue - 1;

    private int listedInAll;

    public Instruction Instruction()
    {
        var start = scanner.Peek;
        if (!ProgramName.IsStart(start))
        {
            throw scanner.Unexpected("a statement");
        }

        var line = scanner.Line;
        var word = scanner.Word();
        if (word is not ("CM.switch" or "MEM.alloc" or "MEM.free" or "MEM.carry" or "EXT.read" or "EXT.write" or "CIM.write" or "CIM.mvm" or "VEC.run"))
        {
            throw new ProgramSyntaxException("CIM0801", line, $"'{(word.Length > 40 ? word[..40] : word)}' is no instruction; there are CM.switch, MEM.alloc, MEM.free, MEM.carry, EXT.read, EXT.write, CIM.write, CIM.mvm and VEC.run");
        }

        scanner.Take("(");
        Instruction instruction = word switch
        {
            "CM.switch" => Switch(),
            "MEM.alloc" => Allocate(),
            "MEM.free" => new Free(scanner.Name("a tensor")),
            "MEM.carry" => Carry(),
            "EXT.read" => new ExternalRead(First("a tensor"), Part("features")),
            "EXT.write" => new ExternalWrite(First("a tensor"), Part("features")),
            "CIM.write" => new WriteTiles(First("an operator"), Tiles(), ListedArrays()),
            "CIM.mvm" => new Compute(First("an operator"), Tiles(), ListedArrays(), Via()),
            _ => new RunVector(First("a vector operator"), Part("features")),
        };
        scanner.Take(")");
        return instruction;
    }

    public ImmutableArray<(string From, string To)> Carries()
    {
        if (!scanner.TryTake("carry"))
        {
            return [];
        }

        var carries = ImmutableArray.CreateBuilder<(string From, string To)>();
        do
        {
            var from = scanner.Name("a tensor");
            scanner.Take("->");
            carries.Add((from, scanner.Name("a tensor")));
        }
        while (scanner.TryTake(","));
        return carries.ToImmutable();
    }

    private Carry Carry()
    {
        var from = scanner.Name("a tensor");
        scanner.Take("->");
        return new Carry(from, scanner.Name("a tensor"));
    }

    private SwitchMode Switch()
    {
        var toCompute = scanner.TryTake("TOC");
        if (!toCompute && !scanner.TryTake("TOM"))
        {
            throw scanner.Unexpected("'TOM' or 'TOC'");
        }

        scanner.Take(",");
        return new SwitchMode(toCompute, Arrays());
    }

    private Allocate Allocate()
    {
        var tensor = First("a tensor");
        var arrays = Arrays();
        if (!scanner.TryTake(","))
        {
            return new Allocate(tensor, arrays);
        }

        scanner.Take("as");
        var op = scanner.Name("an operator");
        scanner.Take("from");
        return new Allocate(tensor, arrays, op, scanner.Integer("a tile", 0, MaxNumber));
    }

    private string First(string what)
    {
        var name = scanner.Name(what);
        scanner.Take(",");
        return name;
    }

    private Part Tiles()
    {
        scanner.Take("tiles");
        var tiles = Part("tiles");
        scanner.Take(",");
        return tiles;
    }

    private ArraySet ListedArrays()
    {
        scanner.Take("arrays");
        return Arrays();
    }

    private ImmutableArray<string> Via()
    {
        if (!scanner.TryTake(","))
        {
            return [];
        }

        scanner.Take("via");
        var via = ImmutableArray.CreateBuilder<string>();
        do
        {
            via.Add(scanner.Name("a tensor"));
        }
        while (scanner.TryTake(","));
        return via.ToImmutable();
    }

    private Part Part(string what)
    {
        var (first, last) = Range(what);
        return new Part(first, last - first + 1);
    }

    private (int First, int Last) Range(string what)
    {
        var first = scanner.Integer(what, 0, MaxNumber);
        return (first, scanner.TryTake("-") ? scanner.Integer($"the last of {what}", first, MaxNumber) : first);
    }

    private ArraySet Arrays()
    {
        if (scanner.TryTake("none"))
        {
            return new ArraySet([]);
        }

        var items = ImmutableArray.CreateBuilder<int>();
        do
        {
            var line = scanner.Line;
            var (first, last) = Range("arrays");
            listedInAll += Math.Min(last - first, MaxListed) + 1;
            if ((long)last - first + 1 + items.Count > MaxListed || listedInAll > MaxListedInAll)
            {
                throw new ProgramSyntaxException("CIM0802", line, $"too many arrays: a list holds at most {MaxListed}, a program {MaxListedInAll}");
            }

            for (var i = first; i <= last; i++)
            {
                items.Add(i);
            }
        }
        while (NextIsNumber());
        return new ArraySet(items.ToImmutable());
    }

    /// <summary>Takes the comma if the list goes on; otherwise it belongs to what follows.</summary>
    private bool NextIsNumber() => scanner.TryTakeBeforeDigit(',');
}
