using System.Data;

namespace MySqlConnector.Session;

/// <summary>A command or batch about to run.</summary>
/// <param name="Owner">The <see cref="MySqlCommand"/> or <see cref="MySqlBatch"/>, which alone may cancel it.</param>
/// <param name="Connection">On which it runs.</param>
/// <param name="Transaction">The transaction that it names; null: none.</param>
/// <param name="Steps">What is sent.</param>
/// <param name="TimeoutSeconds">0: no limit.</param>
/// <param name="Behavior">Of which CloseConnection is followed.</param>
internal sealed record CommandRequest(
    object Owner,
    MySqlConnection Connection,
    MySqlTransaction? Transaction,
    IReadOnlyList<ExecutionStep> Steps,
    int TimeoutSeconds,
    CommandBehavior Behavior);
