using System.Collections.Immutable;

namespace Cimarron.DualMode.Allocation;

/// <summary>Memory arrays that serve some pieces of a segment: those of a tensor, or in the paper's model those that a producer shares with a consumer.</summary>
/// <param name="Serves">Numbers of the pieces.</param>
/// <param name="Least">Arrays it must have.</param>
/// <param name="Most">Arrays it may have.</param>
/// <param name="Tensor">The tensor, −1 if it is for none in particular.</param>
public sealed record TensorArrays(ImmutableArray<int> Serves, int Least, int Most, int Tensor = -1)
{
    /// <summary>Whether the arrays serve a piece.</summary>
    internal bool DoesServe(int piece)
    {
        for (var i = 0; i < Serves.Length; i++)
        {
            if (Serves[i] == piece)
            {
                return true;
            }
        }

        return false;
    }
}
