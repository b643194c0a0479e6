using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Allocation;

/// <summary>The times of all pieces of a network; each is computed once.</summary>
internal sealed class TimeTables(ICostModel model, int arrays)
{
    private readonly Dictionary<Piece, PieceTimes> _times = new(ReferenceEqualityComparer.Instance);

    public PieceTimes Of(Piece piece) => _times.TryGetValue(piece, out var times) ? times : _times[piece] = new PieceTimes(piece, model, arrays);
}
