using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Server.Validators;

/// <summary><see cref="GetServerStatusRequest"/> has no fields, hence no rules.</summary>
internal sealed class GetServerStatusRequestValidator : AbstractValidator<GetServerStatusRequest>;
