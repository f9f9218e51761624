using Domaeka.Api.Errors;
using FluentValidation;
using Google.Rpc;
using Grpc.Core;

namespace Domaeka.Api.Validation;

/// <summary>What is wrong with a request, as an error of the API.</summary>
internal static class RequestViolations
{
    /// <summary>INVALID_ARGUMENT with every violation; null when there is none.</summary>
    public static RpcException? Find<TRequest>(IValidator<TRequest> validator, TRequest request)
    {
        var result = validator.Validate(request);
        return result.IsValid
            ? null
            : RpcErrors.InvalidRequest(
            [
                .. result.Errors.Select(failure => new BadRequest.Types.FieldViolation
                {
                    Field = FieldPaths.ToProto(failure.PropertyName),
                    Description = failure.ErrorMessage,
                }),
            ]);
    }
}
