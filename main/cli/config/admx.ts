import { type SettingsField, settingsFields } from '../../agent/settings-fields.ts';

const registryKey = 'SOFTWARE\\Policies\\Madoguchi';
const namespace = 'Madoguchi.Policies';

export interface AdmxFile {
  /** Below the folder for policy definitions: the languages' own folders are part of it. */
  readonly path: string;
  readonly text: string;
}

/**
 * Group Policy's templates for every setting that can be managed, in Japanese and English (ADMX schema 1.0). They write
 * exactly what `settings-windows.ts` reads.
 */
export function admxFiles(): readonly AdmxFile[] {
  const fields = settingsFields.filter(({ managed }) => managed);
  return [
    { path: 'Madoguchi.admx', text: definitions(fields) },
    { path: 'ja-JP/Madoguchi.adml', text: resources(fields, 'ja') },
    { path: 'en-US/Madoguchi.adml', text: resources(fields, 'en') },
  ];
}

function definitions(fields: readonly SettingsField[]): string {
  return `${[
    '<?xml version="1.0" encoding="utf-8"?>',
    '<policyDefinitions revision="1.0" schemaVersion="1.0" xmlns="http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions">',
    '  <policyNamespaces>',
    `    <target prefix="madoguchi" namespace="${namespace}" />`,
    '    <using prefix="windows" namespace="Microsoft.Policies.Windows" />',
    '  </policyNamespaces>',
    '  <resources minRequiredRevision="1.0" />',
    '  <supportedOn><definitions><definition name="Madoguchi" displayName="$(string.Supported)" /></definitions></supportedOn>',
    '  <categories><category name="Madoguchi" displayName="$(string.Category)" /></categories>',
    '  <policies>',
    ...fields.map(policy),
    '  </policies>',
    '</policyDefinitions>',
  ].join('\r\n')}\r\n`;
}

function policy(field: SettingsField): string {
  const id = idOf(field);
  const [valueName, ...keys] = field.name.split('.').toReversed();
  const key = [registryKey, ...keys.toReversed()].join('\\');
  const isSwitch = field.form === 'switch';
  const attributes = [
    `name="${id}"`,
    'class="Machine"',
    `displayName="$(string.${id})"`,
    `explainText="$(string.${id}_Help)"`,
    `key="${escaped(key)}"`,
    ...(isSwitch ? [`valueName="${valueName}"`] : [`presentation="$(presentation.${id})"`]),
  ].join(' ');
  const common = ['<parentCategory ref="Madoguchi" />', '<supportedOn ref="Madoguchi" />'];
  const value = isSwitch
    ? [
        '<enabledValue><decimal value="1" /></enabledValue>',
        '<disabledValue><decimal value="0" /></disabledValue>',
      ]
    : [`<elements>${element(field, id, valueName ?? field.name)}</elements>`];
  return `    <policy ${attributes}>${[...common, ...value].join('')}</policy>`;
}

function element(field: SettingsField, id: string, valueName: string): string {
  return field.form === 'number'
    ? `<decimal id="${id}" valueName="${valueName}" required="true" minValue="0" maxValue="4294967295" />`
    : `<text id="${id}" valueName="${valueName}" required="true" maxLength="16000" />`;
}

const common = {
  ja: { category: 'Madoguchi 窓口', supported: 'Madoguchi 0.1 以降', name: 'Madoguchi の設定' },
  en: { category: 'Madoguchi', supported: 'Madoguchi 0.1 or later', name: 'Settings of Madoguchi' },
} as const;

function resources(fields: readonly SettingsField[], language: 'ja' | 'en'): string {
  const { category, supported, name } = common[language];
  const strings: readonly (readonly [string, string])[] = [
    ['Category', category],
    ['Supported', supported],
    ...fields.flatMap((field) => [
      [idOf(field), field.title[language]] as const,
      [`${idOf(field)}_Help`, field.help[language]] as const,
    ]),
  ];
  const presentations = fields.filter(({ form }) => form !== 'switch');
  return `${[
    '<?xml version="1.0" encoding="utf-8"?>',
    '<policyDefinitionResources revision="1.0" schemaVersion="1.0" xmlns="http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions">',
    `  <displayName>${escaped(name)}</displayName>`,
    `  <description>${escaped(name)}</description>`,
    '  <resources>',
    '    <stringTable>',
    ...strings.map(([id, text]) => `      <string id="${id}">${escaped(text)}</string>`),
    '    </stringTable>',
    '    <presentationTable>',
    ...presentations.map(
      (field) => `      <presentation id="${idOf(field)}">${box(field, language)}</presentation>`,
    ),
    '    </presentationTable>',
    '  </resources>',
    '</policyDefinitionResources>',
  ].join('\r\n')}\r\n`;
}

function box(field: SettingsField, language: 'ja' | 'en'): string {
  const label = escaped(field.title[language]);
  return field.form === 'number'
    ? `<decimalTextBox refId="${idOf(field)}" defaultValue="0">${label}</decimalTextBox>`
    : `<textBox refId="${idOf(field)}"><label>${label}</label></textBox>`;
}

/** `hub.url` becomes `Hub_Url`: an id has no dots. */
function idOf({ name }: SettingsField): string {
  return name
    .split('.')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('_');
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
