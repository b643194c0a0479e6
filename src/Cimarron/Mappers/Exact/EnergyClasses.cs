using Cimarron.Costs;

namespace Cimarron.Mappers.Exact;

/// <summary>
/// A coarse view of one operand's state for the energy bound: inside its private levels, open at a shared level, or pending at one. Events
/// out of private levels are left out of the bound, so all private levels are one class.
/// </summary>
internal sealed class EnergyClasses
{
    /// <summary>The class of all private levels.</summary>
    public const int Inside = 0;

    private readonly Dictionary<(int Level, int Next), int> _ids = [];

    public EnergyClasses(ChipTables chip, int[] levels, StateTable states)
    {
        PrivateLevels = [.. levels.Where(l => chip.HolderCount[l] == 1)];
        List<(int Level, int Next)> classes = [(-1, -1)];
        SharedLevels = [.. levels.Where(l => chip.HolderCount[l] > 1)];
        foreach (var level in SharedLevels)
        {
            classes.Add((level, -1));
            classes.Add((level, -2));
            classes.AddRange(levels.Where(l => l > level && chip.HolderCount[l] > 1).Select(l => (level, l)));
        }

        Classes = [.. classes];
        for (var id = 1; id < Classes.Length; id++)
        {
            _ids.Add(Classes[id], id);
        }

        OfState = [.. states.States.Select(s => chip.HolderCount[s.Level] == 1 ? Inside : s.Phase != Phase.Pending ? Open(s.Level)
            : Pending(s.Level, chip.HolderCount[s.Next] == 1 ? -1 : s.Next))];
    }

    /// <summary>Level and, when pending, the shared level it feeds (−2 for a private one); (−1, −1) is inside.</summary>
    public (int Level, int Next)[] Classes { get; }

    public int[] PrivateLevels { get; }

    public int[] SharedLevels { get; }

    /// <summary>Class of every state.</summary>
    public int[] OfState { get; }

    public int Count => Classes.Length;

    public bool IsPending(int id) => id != Inside && Classes[id].Next != -1;

    public int Open(int level) => _ids[(level, -1)];

    /// <summary>Pending at a level; <paramref name="next"/> is a shared level or −1 for a private one.</summary>
    public int Pending(int level, int next) => _ids[(level, next < 0 ? -2 : next)];
}
