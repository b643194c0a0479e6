using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Segmentation;

/// <summary>The iterations of a block: computed until they repeat themselves, then continued by adding what an iteration adds.</summary>
internal sealed class BlockPasses(DualBlock block)
{
    private readonly List<List<Label>> _entries = [];
    private readonly List<List<Label>> _exits = [];

    public DualBlock Block => block;

    /// <summary>Labels after the last iteration.</summary>
    public List<Label> Exit { get; private set; } = [];

    /// <summary>Iterations that were computed.</summary>
    public int Computed => _exits.Count;

    /// <summary>Computes iterations until all labels grow alike, or none is left.</summary>
    /// <param name="entry">The labels before the first one.</param>
    /// <param name="pass">Makes labels at the end of those at the start, when so many iterations follow.</param>
    /// <param name="carry">Makes labels at the start of those at the end.</param>
    public void Run(List<Label> entry, Func<List<Label>, int, List<Label>> pass, Func<List<Label>, List<Label>> carry)
    {
        for (var i = 0; i < block.Repeat; i++)
        {
            _entries.Add(entry);
            _exits.Add(pass(entry, block.Repeat - 1 - i));
            if (_exits[^1].Count == 0)
            {
                return;
            }

            var next = i + 1 < block.Repeat ? carry(_exits[^1]) : [];
            if (i + 1 < block.Repeat && Growth(entry, next) is { } growth)
            {
                var rest = growth * (block.Repeat - 1 - i);
                Exit = [.. _exits[^1].Select(l => new Label { Cost = l.Cost + rest, Memory = l.Memory, Used = l.Used, State = l.State, Parent = l })];
                return;
            }

            entry = next;
        }

        Exit = _exits[^1];
    }

    /// <summary>
    /// The labels of every iteration on the way to a final label, last iteration first: each is an exit label of the computed pass that stands for that iteration.
    /// </summary>
    /// <param name="last">An entry of <see cref="Exit"/>.</param>
    /// <param name="entered">The entry label of the first iteration.</param>
    public List<Label> Trace(Label last, out Label entered)
    {
        var exits = new List<Label>();
        var label = Computed < block.Repeat || !_exits[^1].Contains(last) ? last.Parent! : last;
        entered = label;
        for (var iteration = block.Repeat - 1; iteration >= 0; iteration--)
        {
            exits.Add(label);
            entered = label;
            while (!_entries[Math.Min(iteration, Computed - 1)].Contains(entered))
            {
                entered = entered.Parent!;
            }

            if (iteration == 0)
            {
                break;
            }

            // An entry label of the steady pass has the same place in the list as the exit label before it that it stands for.
            var stands = iteration >= Computed ? _entries[Computed - 1].IndexOf(entered) : -1;
            label = stands >= 0 ? _exits[Computed - 1][stands] : entered.Parent!;
        }

        return exits;
    }

    private static double? Growth(List<Label> before, List<Label> after)
    {
        if (before.Count != after.Count || before.Count == 0)
        {
            return null;
        }

        var growth = after[0].Cost - before[0].Cost;
        for (var i = 0; i < before.Count; i++)
        {
            var (a, b) = (before[i], after[i]);
            if (a.State != b.State || a.Memory != b.Memory || a.Used != b.Used || Math.Abs(b.Cost - a.Cost - growth) > 1e-9 * Math.Abs(b.Cost))
            {
                return null;
            }
        }

        return growth;
    }
}
