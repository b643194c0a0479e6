namespace Cimarron.DualMode.Segmentation;

/// <summary>Where tensors are between two segments; those that it does not name are outside, not yet there, or used up.</summary>
public sealed class TensorPlaces
{
    private readonly List<int> _tensors = [];
    private readonly List<Residency> _places = [];

    internal TensorPlaces(Cut cut, Bits128 state)
    {
        for (var position = 0; position < cut.Live.Length; position++)
        {
            if (Cut.At(state, position) is not Residency.External and var place)
            {
                _tensors.Add(cut.Live[position]);
                _places.Add(place);
            }
        }
    }

    private TensorPlaces()
    {
    }

    /// <summary>No tensor is in arrays.</summary>
    public static TensorPlaces Outside { get; } = new();

    /// <summary>The place of a tensor.</summary>
    public Residency this[int tensor] => _tensors.IndexOf(tensor) is >= 0 and var position ? _places[position] : Residency.External;
}
