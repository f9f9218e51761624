namespace Grpc.Core;

/// <summary>Adds the headers that authenticate a call.</summary>
/// <param name="context">The call.</param>
/// <param name="metadata">Takes the headers.</param>
public delegate Task AsyncAuthInterceptor(AuthInterceptorContext context, Metadata metadata);
