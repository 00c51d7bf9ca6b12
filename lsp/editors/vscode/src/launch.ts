/** How the language server is started: by its launcher, on the Java that the user named. */
export interface Launch {
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What the user's settings say; an empty text is as good as none. */
export interface ProgramSettings {
  readonly path?: string | undefined;
  readonly javaHome?: string | undefined;
}

const HOME_PREFIX = /^~(?=$|\/)/;

/**
 * The program that a setting names, else the one of this name on the PATH. A `~` stands for the user's home, since no
 * shell reads the setting.
 */
export function launch(program: string, settings: ProgramSettings, home: string): Launch {
  const command = expanded(settings.path, home) ?? program;
  const javaHome = expanded(settings.javaHome, home);
  return { command, env: javaHome === undefined ? {} : { JAVA_HOME: javaHome } };
}

function expanded(setting: string | undefined, home: string): string | undefined {
  const text = setting?.trim() ?? '';
  return text === '' ? undefined : text.replace(HOME_PREFIX, () => home);
}
