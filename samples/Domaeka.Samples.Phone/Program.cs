using Domaeka.Samples.Phone;

Console.OutputEncoding = System.Text.Encoding.UTF8;
Console.InputEncoding = System.Text.Encoding.UTF8;

return await PhoneCommand.Create().Parse(args).InvokeAsync();
