using FluentValidation;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Domaeka.Api.Validation;

/// <summary>
/// Runs the request's validator before the service sees the request. A request of ours without a validator is a bug and fails
/// closed; requests of foreign protocols (health) are passed on.
/// </summary>
internal sealed class ValidationInterceptor(IServiceProvider services) : Interceptor
{
    private const string OwnPackage = "/domaeka.";

    /// <inheritdoc/>
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        Validate(request, context);
        return continuation(request, context);
    }

    /// <inheritdoc/>
    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Validate(request, context);
        return continuation(request, responseStream, context);
    }

    private void Validate<TRequest>(TRequest request, ServerCallContext context)
    {
        var validator = services.GetService<IValidator<TRequest>>();
        if (validator is null)
        {
            if (context.Method.StartsWith(OwnPackage, StringComparison.Ordinal))
                throw new InvalidOperationException($"{typeof(TRequest).Name} has no validator.");
            return;
        }

        if (RequestViolations.Find(validator, request) is { } refusal)
            throw refusal;
    }
}
