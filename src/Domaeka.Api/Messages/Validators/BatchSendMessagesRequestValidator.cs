using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Messages.Validators;

/// <summary>The rules of <see cref="BatchSendMessagesRequest"/>. What is wrong with one of its requests is the result of that one.</summary>
internal sealed class BatchSendMessagesRequestValidator : AbstractValidator<BatchSendMessagesRequest>
{
    public BatchSendMessagesRequestValidator()
    {
        RuleFor(request => request.Requests)
            .Must(requests => requests.Count is >= 1 and <= MessageLimits.MaxBatchRequests)
            .WithMessage("must be 1 to 1,000");
    }
}
