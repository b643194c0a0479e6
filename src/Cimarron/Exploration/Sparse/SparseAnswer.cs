using System.Collections.Immutable;
using Cimarron.Sparsity.Accuracy;
using Cimarron.Sparsity.Networks;
using Cimarron.Sparsity.Profiles;

namespace Cimarron.Exploration.Sparse;

/// <summary>What patterns come to, beside the dense run.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Dense">The dense run without input sparsity.</param>
/// <param name="DenseWithInputs">The dense run with it; null when no profile is known.</param>
/// <param name="DenseAccuracy">Top-1 of the model as it is, in 8 bits; null when it was not measured.</param>
/// <param name="Points">The patterns, in the order asked; fewer when it was cancelled.</param>
/// <param name="Profile">The profile of the dense run; null when none is known.</param>
public sealed record SparseAnswer(
    SparseQuestion Question, SparseNetworkCost Dense, SparseNetworkCost? DenseWithInputs, TopOne? DenseAccuracy, ImmutableArray<SparsePoint> Points, InputProfile? Profile);
