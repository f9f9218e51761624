using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>A method of a service, ready to become an endpoint.</summary>
/// <param name="Method">The method.</param>
/// <param name="Handler">Handles its calls.</param>
/// <param name="Metadata">The attributes of the class, then those of the method.</param>
internal sealed record BoundMethod(IMethod Method, ServerCallHandler Handler, IReadOnlyList<object> Metadata);
