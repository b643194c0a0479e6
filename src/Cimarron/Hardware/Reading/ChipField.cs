namespace Cimarron.Hardware.Reading;

/// <summary>A field of a chip file that an override can change.</summary>
/// <param name="Path">Its path as the user writes it, e.g. <c>Global_buffer.size</c>.</param>
/// <param name="Owner">The mapping it is or would be a key of.</param>
/// <param name="Key">Its key there.</param>
/// <param name="Family">The quantity it holds; null for a flag.</param>
internal sealed record ChipField(string Path, SourceMap Owner, string Key, UnitFamily? Family)
{
    /// <summary>The field's value in the file, if it has one.</summary>
    public SourceNode? Value => Owner[Key];

    /// <summary>Every field of a chip that can be changed.</summary>
    public static IReadOnlyList<ChipField> All(SourceMap root, ChipSheet sheet)
    {
        var fields = new List<ChipField>
        {
            new("cores", root, "cores", UnitFamily.Count),
            new("leakage", root, "leakage", UnitFamily.EnergyPerCycle),
        };
        void Add(string prefix, SourceMap owner, UnitFamily? family, params string[] keys) =>
            fields.AddRange(keys.Select(k => new ChipField($"{prefix}.{k}", owner, k, family)));

        Add("precision", (SourceMap)root["precision"]!, UnitFamily.Bits, "input", "weight", "partialSum", "output");
        var macro = (SourceMap)root["macro"]!;
        Add("macro", macro, UnitFamily.Count, "rows", "columns", "depth");
        Add("macro", macro, UnitFamily.BitsPerCycle, "inputFeed");
        Add("macro", macro, null, "pingPong");
        Add("macro", macro, UnitFamily.EnergyPerBit, "multiply", "add", "register");
        var levels = ((SourceList)root["levels"]!).Items;
        for (var i = 0; i < levels.Count; i++)
        {
            var (level, owner) = (sheet.Levels[i], (SourceMap)levels[i]);
            if (level.Kind != MemoryKind.Macro)
            {
                Add(level.Name, owner, UnitFamily.Bits, "size");
            }

            Add(level.Name, owner, UnitFamily.BitsPerCycle, "port");
            Add(level.Name, owner, UnitFamily.EnergyPerBit, "read", "write");
            if (level.Kind == MemoryKind.Sram)
            {
                Add(level.Name, owner, null, "doubleBuffer");
            }
        }

        return fields;
    }
}
