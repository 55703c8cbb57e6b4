package config

import "reconcile/words"

// Flag leads the next command to the same configuration.
func (c *Config) Flag() string {
	if c.File == DefaultConfig {
		return ""
	}
	return " --config " + c.File
}

// FlagsOf are the flags that lead the next command to the same job.
func (c *Config) FlagsOf(j *Job) string {
	flags := c.Flag()
	if len(c.Jobs) > 1 {
		flags += " --job " + j.Name
	}
	return flags
}

// OfAccount is what comes behind the name of a batch of an account, so that nobody takes it for
// another account's: " of account demo", and nothing where there is one account.
func (c *Config) OfAccount(a *Account) words.Text {
	if len(c.Accounts) < 2 {
		return words.Text{}
	}
	return words.New(" of account %s", a.Name)
}
