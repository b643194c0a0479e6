namespace Cimarron.Mappers.Exact;

/// <summary>What adding one loop, or one anchor, does to an operand.</summary>
/// <param name="State">State afterwards when no reduction remains outside (or the operand is not the output).</param>
/// <param name="PartialState">State afterwards when reduction loops remain, so that a newly opened level holds partial sums.</param>
/// <param name="Fires">Whether the loop makes the transfers of <see cref="From"/> → <see cref="To"/>.</param>
/// <param name="From">Source level of the transfer.</param>
/// <param name="To">Target level, −1 for the MAC.</param>
/// <param name="Outward">Whether a new block is opened, which closes the level of the old one.</param>
/// <param name="Double">Buffering of the transfer's target (of the closed level when a block is opened).</param>
/// <param name="NewTimer">Whether the new block's level gets a timer of its own.</param>
internal readonly record struct Move(int State, int PartialState, bool Fires, int From, int To, bool Outward, bool Double, bool NewTimer);
