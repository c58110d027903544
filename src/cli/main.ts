/** Entry of `mingcheng`: reads the command line, runs one command, and turns how it ended into an exit code. */
import { Command as Program, CommanderError } from 'commander'
import { Problem } from '../base/problem.ts'
import { type Language, languageFor } from '../base/text.ts'
import { launchedAt, terminalLanguage } from '../server/config.ts'
import { say } from '../server/say.ts'
import { type Command, exitCodes } from './command.ts'
import { commands } from './commands.ts'
import { terminalOf } from './terminal.ts'

/** The language of the help must be known before the command line is read. */
function languageOfArgs(args: readonly string[]): Language {
  const flag = args.indexOf('--lang')
  return flag >= 0 ? languageFor(args[flag + 1]) : terminalLanguage()
}

function programOf(language: Language): Program {
  const words = (key: string) => say(language, `cli.${key}`)
  const program = new Program('mingcheng')
    .description(words('mingcheng'))
    .helpOption('-h, --help', words('help'))
    .helpCommand('help [command]', words('helpCommand'))
    .addHelpText('after', `\n${words('exitCodes')}`)
    .configureHelp({ styleTitle: (title) => say(language, `cli.title.${title.replace(/\W/g, '')}`) })
    .configureOutput({ outputError: () => undefined })
    .exitOverride()
  for (const command of commands) add(program, command, language)
  return program
}

/** Hangs a command under its group, making the group when it is the first of it. */
function add(program: Program, command: Command, language: Language): void {
  const words = (key: string) => say(language, `cli.${key}`)
  const [first = '', second] = command.path.split(' ')
  let parent = program
  if (second !== undefined) {
    parent = program.commands.find((known) => known.name() === first) ?? program.command(first).description(words(first))
    parent.helpOption('-h, --help', words('help')).helpCommand(false)
  }
  const own = parent
    .command(second ?? first)
    .description(words(command.says))
    .helpOption('-h, --help', words('help'))
  for (const argument of command.args ?? []) own.argument(argument.is, words(argument.says))
  for (const option of command.options ?? []) own.option(option.is, words(option.says))
  own.option('--json', words('json')).option('--lang <tag>', words('lang'))
  own.action(async () => {
    const options = own.opts<Record<string, string | boolean | undefined>>()
    await command.run(terminalOf(language, options['json'] === true), own.args, options)
  })
}

/** The whole of a Problem in the reader's language; with `--json` as data. */
function tellProblem(problem: Problem, language: Language, json: boolean): void {
  const message = say(language, `problem.${problem.code}`, problem.details)
  const faults = problem.faults.map((fault) => ({ ...fault, message: say(language, fault.says, { at: fault.at, ...fault.details }) }))
  if (json)
    return void process.stdout.write(
      `${JSON.stringify({ problem: { code: problem.code, message, details: problem.details, faults } }, null, 2)}\n`,
    )
  const place = (fault: (typeof faults)[number]) => [fault.sheet, fault.row, fault.at].filter((part) => part !== undefined).join(' · ')
  process.stderr.write([message, ...faults.map((fault) => `  ${place(fault)}: ${fault.message}`), ''].join('\n'))
}

const usageErrors = new Set(['unknownCommand', 'unknownOption', 'missingArgument', 'optionMissingArgument', 'excessArguments'])

/** Help that was asked for is no error; the parser's own English sentences are said anew in the reader's language. */
function tellUsage(error: CommanderError, language: Language): number {
  if (error.exitCode === 0) return exitCodes.done
  const reason = error.code.replace('commander.', '')
  if (reason === 'help') return exitCodes.usage
  const key = usageErrors.has(reason) ? reason : 'badCommandLine'
  const what = key === 'badCommandLine' ? error.message.replace(/^error: /, '') : (/'([^']*)'/.exec(error.message)?.[1] ?? '')
  process.stderr.write(`${say(language, `cli.usage.${key}`, { what })}\n`)
  return exitCodes.usage
}

/** A file that was named on the command line and cannot be read or written is a mistake of the caller. */
function problemOfFile(error: unknown): Problem | undefined {
  const { code, path } = (error ?? {}) as NodeJS.ErrnoException
  const known = ['ENOENT', 'EACCES', 'EISDIR', 'ENOTDIR', 'EROFS', 'ENOSPC']
  return code !== undefined && path !== undefined && known.includes(code) ? new Problem('cli.file', 400, { path, code }) : undefined
}

async function run(args: readonly string[]): Promise<number> {
  const language = languageOfArgs(args)
  try {
    await programOf(language).parseAsync(args, { from: 'user' })
    return exitCodes.done
  } catch (error) {
    if (error instanceof CommanderError) return tellUsage(error, language)
    const problem = error instanceof Problem ? error : problemOfFile(error)
    if (problem) {
      tellProblem(problem, language, args.includes('--json'))
      return exitCodes.refused
    }
    process.stderr.write(`${say(language, 'cli.bug')}\n${error instanceof Error ? error.stack : String(error)}\n`)
    return exitCodes.bug
  }
}

// The launcher's channel must not keep a finished command alive.
if (launchedAt() !== undefined) process.channel?.unref()
process.exitCode = await run(process.argv.slice(2))
