using FluentValidation;

namespace Domaeka.Api.Validation;

/// <summary>The validators of this program.</summary>
internal static class Validators
{
    /// <summary>Every validator, with the <see cref="IValidator{T}"/> that it is.</summary>
    public static IEnumerable<(Type Contract, Type Validator)> FindAll() =>
        from type in typeof(Validators).Assembly.GetTypes()
        where type is { IsClass: true, IsAbstract: false }
        from contract in type.GetInterfaces()
        where contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IValidator<>)
        select (contract, type);
}
