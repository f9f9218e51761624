namespace MySqlConnector.Statements;

/// <summary>A parameter that a statement names, or the one at a place.</summary>
/// <param name="Name">Without its mark; null: found by its place.</param>
/// <param name="Position">From 0; of no meaning when there is a name.</param>
internal readonly record struct ParameterReference(string? Name, int Position)
{
    public MySqlParameter Find(MySqlParameterCollection? parameters)
    {
        var index = Name is null ? Position : parameters?.NormalizedIndexOf(Name) ?? -1;
        if (parameters is not null && index >= 0 && index < parameters.Count)
            return parameters[index];
        throw new MySqlException(Name is null
            ? $"Parameter index {Position} is invalid when only {parameters?.Count ?? 0} parameters are defined."
            : $"Parameter '{Name}' must be defined.");
    }
}
