import { TabList as AriaTabList, Tab } from 'react-aria-components/Tabs';
import { Icon, type IconName } from './icon.tsx';
import './tabs.css';

export interface TabName<Id extends string> {
  readonly id: Id;
  readonly label: string;
  readonly icon?: IconName;
}

interface Properties<Id extends string> {
  readonly label: string;
  readonly tabs: readonly TabName<Id>[];
}

/**
 * The rooms of a screen side by side, inside of react-aria's `Tabs`; arrows move between them. Where a room's heading takes
 * the focus when it comes, the room opens by Enter (`keyboardActivation="manual"`): the next arrow would be lost otherwise.
 */
export function TabRow<Id extends string>({ label, tabs }: Properties<Id>) {
  return (
    <AriaTabList className="tab-row" aria-label={label}>
      {tabs.map(({ id, label: name, icon }) => (
        <Tab key={id} id={id} className="tab">
          {icon !== undefined && <Icon name={icon} />}
          {name}
        </Tab>
      ))}
    </AriaTabList>
  );
}
