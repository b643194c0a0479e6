namespace Cimarron.DualMode.Segmentation;

/// <summary>What a segment costs between two states, whatever the allocation.</summary>
/// <param name="inPlace">Arrays in which stationary operands lie already.</param>
/// <param name="bystanders">Arrays of tensors that only wait.</param>
/// <param name="bus">Cycles on the external bus.</param>
internal readonly struct StepGiven(int inPlace, int bystanders, double bus)
{
    /// <summary>Arrays in which stationary operands lie already.</summary>
    public readonly int InPlace = inPlace;

    /// <summary>Arrays of tensors that only wait.</summary>
    public readonly int Bystanders = bystanders;

    /// <summary>Cycles on the external bus.</summary>
    public readonly double Bus = bus;
}
