Console.WriteLine("cimarron");
