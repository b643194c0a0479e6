namespace Cimarron.Solvers;

/// <summary>Adds up the terms of an expression per variable, in order of first appearance; buffers are kept between calls.</summary>
internal sealed class TermMerger
{
    private readonly List<Term> _terms = [];

    /// <summary>Per variable: 1 + its place in <see cref="_terms"/> after merging, or 0.</summary>
    private int[] _places = [];

    /// <summary>The merged terms without zeros, and the constant.</summary>
    /// <exception cref="ArgumentException">A variable does not belong to a model of this many variables.</exception>
    public (Term[] Terms, double Constant) Merge(LinearExpression expression, int variables)
    {
        _terms.Clear();
        var constant = expression.Gather(_terms);
        if (_places.Length < variables)
        {
            Array.Resize(ref _places, Math.Max(variables, 2 * _places.Length));
        }

        var count = 0;
        for (var i = 0; i < _terms.Count; i++)
        {
            var term = _terms[i];
            var index = term.Variable.Index;
            if ((uint)index >= (uint)variables)
            {
                Forget(count);
                throw new ArgumentException($"variable {index} does not belong to this model of {variables} variables", nameof(expression));
            }

            // Merged terms overwrite the front of the list, which the walk has already passed.
            if (_places[index] is > 0 and var place)
            {
                _terms[place - 1] = new Term(term.Variable, _terms[place - 1].Coefficient + term.Coefficient);
            }
            else
            {
                _terms[count] = term;
                _places[index] = ++count;
            }
        }

        Forget(count);
        return ([.. _terms.Take(count).Where(t => t.Coefficient != 0)], constant);
    }

    private void Forget(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _places[_terms[i].Variable.Index] = 0;
        }
    }
}
