using Cimarron.Mappers.Exact;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Recursion;

/// <summary>Which labels of the recursion are superfluous.</summary>
internal sealed class LabelDominance(LabelPool pool, ChipSearchTables chip, SchemeTables tables, Objective objective)
{
    private readonly double _leakage = chip.Costs.Chip.LeakageNanojoulesPerCycle;

    /// <summary>
    /// Quiet loops with F₁ inside F₂ take F₁F₂(A + B) + F₂(S − B) − S with S = max S_λ ≥ B: the larger one belongs inside, and one loop over the
    /// same dimension is no worse than two, except where a pending block gains from having more loops. Further out B = S, and they commute.
    /// </summary>
    public bool IsRedundant(Label inner, int dim, int factor)
    {
        if (!inner.Quiet)
        {
            return false;
        }

        if (dim == inner.Dim)
        {
            return !chip.States[0].GainsLoops(inner.Input) && !chip.States[1].GainsLoops(inner.Weight) && !chip.States[(int)Operand.Output].GainsLoops(inner.Output);
        }

        return factor > inner.Factor || (factor == inner.Factor && dim < inner.Dim);
    }

    /// <summary>Whether another label makes one superfluous; removes those that it makes superfluous itself.</summary>
    /// <param name="label">The label.</param>
    /// <param name="own">Its values.</param>
    /// <param name="index">Its joint status.</param>
    public bool IsDominated(ref Label label, ReadOnlySpan<double> own, int index)
    {
        for (var id = pool.Bucket(label.Tile, index); id >= 0;)
        {
            ref var other = ref pool[id];
            var next = other.Next;
            if (!other.Dead)
            {
                var values = pool.Matrix(ref other);
                if (Dominates(ref other, values, ref label, own))
                {
                    return true;
                }

                if (Dominates(ref label, own, ref other, values))
                {
                    pool.Kill(id);
                }
            }

            id = next;
        }

        return false;
    }

    private bool Dominates(ref Label better, ReadOnlySpan<double> fast, ref Label worse, ReadOnlySpan<double> slow)
    {
        if (better.Shared > worse.Shared || (objective != Objective.Latency && better.Energy > worse.Energy * (1 + 1e-14)))
        {
            return false;
        }

        var late = Math.Max(0, fast[RecursionSearch.Time] - slow[RecursionSearch.Time]);
        var sums = 0.0;
        for (var i = RecursionSearch.Restart; i < RecursionSearch.Values; i++)
        {
            sums = Math.Max(sums, fast[i] - slow[i]);
        }

        if (late == 0 && sums == 0)
        {
            return true;
        }

        // Every run can be late by the first, every restart by the second, and the ends of the nest by one and a half of it (R5).
        return objective == Objective.Energy
            && better.Energy + (_leakage * ((tables.Repeats[worse.Tile] * (late + sums)) + sums)) <= worse.Energy;
    }
}
