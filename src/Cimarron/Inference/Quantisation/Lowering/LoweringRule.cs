namespace Cimarron.Inference.Quantisation.Lowering;

/// <summary>Appends what a node of the model becomes.</summary>
internal delegate void LoweringRule(FlowContext node);
