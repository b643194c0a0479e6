namespace Cimarron.DualMode.Programs.Checking;

/// <summary>What happens between the iterations of a repeated block.</summary>
internal sealed class Carrying(ProgramContext context)
{
    /// <summary>Whether the carried tensors exist, agree, and are carried once.</summary>
    public bool IsValid(IReadOnlyCollection<(string From, string To)> carries, Scope scope)
    {
        var made = Produced(scope.AllOperators, scope.AllVectors).Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        var valid = true;
        foreach (var (from, to) in carries)
        {
            if (context.Tensor(from) is not { } source || context.Tensor(to) is not { } target)
            {
                return false;
            }

            var same = source.Elements == target.Elements && source.IsUnsigned == target.IsUnsigned && source.Scale == target.Scale && source.ZeroPoint == target.ZeroPoint;
            valid &= Holds(same, $"'{from}' and '{to}' have other numbers of elements or other meanings of them");
            valid &= Holds(!made.Contains(to), $"'{to}' is produced in the block, so it cannot be carried into it");
        }

        valid &= Holds(carries.Select(c => c.To).Distinct(StringComparer.Ordinal).Count() == carries.Count, "a tensor is carried to twice");
        return valid & Holds(carries.Select(c => c.From).Distinct(StringComparer.Ordinal).Count() == carries.Count, "a tensor is carried from twice");
    }

    /// <summary>Begins an iteration: nothing of the body has been computed yet, and its weights are new.</summary>
    /// <param name="scope">What runs in it.</param>
    /// <param name="carried">A tensor that has just taken over its contents.</param>
    public void StartIteration(Scope scope, string? carried = null)
    {
        foreach (var op in scope.AllOperators.Where(context.Symbols.Operators.ContainsKey))
        {
            context.Operator(op).NextIteration();
        }

        foreach (var vector in scope.AllVectors.Where(context.Symbols.Vectors.ContainsKey))
        {
            context.Vector(vector).NextIteration();
        }

        Forget(scope, context.State, carried);
    }

    /// <summary>What the body produces is not there yet; its arrays, if it has any, are.</summary>
    public void Forget(Scope scope, ChipState state, string? carried = null)
    {
        foreach (var tensor in Produced(scope.AllOperators, scope.AllVectors).Where(t => t.Name != carried))
        {
            state[tensor.Name] = state[tensor.Name].Forgotten;
        }
    }

    public void Carry(RepeatBlock repeat) => Carry(repeat, context.State);

    /// <summary>Carried tensors take over place and contents.</summary>
    public void Carry(RepeatBlock repeat, ChipState state) => Carry(repeat.Carries, state);

    /// <summary>Carried tensors take over place and contents.</summary>
    public void Carry(IReadOnlyList<(string From, string To)> carries, ChipState state)
    {
        var moved = carries.Select(c => (c.To, Place: Renamed(state[c.From], c.From, c.To))).ToArray();
        var sources = carries.Select(c => c.From).ToHashSet(StringComparer.Ordinal);
        foreach (var (_, to) in carries)
        {
            context.Require(state[to].Arrays is null || sources.Contains(to), ProgramViolationKind.RepeatState, $"'{to}' still has arrays when it is carried to");
        }

        foreach (var source in sources)
        {
            state[source] = TensorPlace.Nowhere;
        }

        foreach (var (to, place) in moved)
        {
            context.Require(place.Operator is null, ProgramViolationKind.RepeatState, $"'{to}' is carried from a stationary operand in place");
            state[to] = place;
            foreach (var array in place.Arrays ?? new ArraySet([]))
            {
                state.Owner[array] = to;
            }
        }
    }

    /// <summary>The outputs of operators and vector operators.</summary>
    public IEnumerable<ProgramTensor> Produced(IEnumerable<string> operators, IEnumerable<string> vectors) =>
        operators.Select(o => context.Symbols.Operators.GetValueOrDefault(o)?.Output)
            .Concat(vectors.Select(v => context.Symbols.Vectors.GetValueOrDefault(v)?.Output))
            .OfType<string>().Select(t => context.Symbols.Tensors[t]);

    /// <summary>A place in the features of another tensor with the same elements. Where the features differ, only what is complete is known to be there.</summary>
    private TensorPlace Renamed(TensorPlace place, string from, string to)
    {
        var (old, now) = (context.Symbols.Tensors[from].Features, context.Symbols.Tensors[to].Features);
        if (old == now)
        {
            return place;
        }

        PartSet Whole(PartSet features) => features.Contains(new Part(0, old)) ? PartSet.Of(new Part(0, now)) : default;
        return place with
        {
            External = Whole(place.External),
            Kept = Whole(place.Kept),
            Stream = Whole(place.Stream),
            Result = Whole(place.Result),
            Room = place.Room.Count == old ? new Part(0, now) : default,
        };
    }

    private bool Holds(bool condition, string message)
    {
        context.Require(condition, ProgramViolationKind.RepeatForm, $"{message}");
        return condition;
    }
}
