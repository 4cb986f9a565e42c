import { useId } from 'react';
import { useTranslation } from 'react-i18next';

export interface Bar {
  key: string;
  label: string;
  value: number;
  /** Said in place of the bare number. */
  said?: string;
  /** What a full bar means; by default the longest one. */
  full?: number;
}

/** Lengths side by side, with the same figures as a table for who does not see them. */
export function BarChart({ title, bars }: { title: string; bars: readonly Bar[] }) {
  const { t } = useTranslation();
  const id = useId();
  const longest = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <section className="chart" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <div className="chart-bars" aria-hidden="true">
        {bars.map(({ key, label, value, said, full }) => (
          <div key={key} className="chart-line">
            <span>{label}</span>
            <svg viewBox="0 0 100 10" preserveAspectRatio="none" focusable="false">
              <rect className="chart-full" width="100" height="10" />
              <rect className="chart-value" width={Math.min(100, (100 * value) / (full || longest))} height="10" />
            </svg>
            <span>{said ?? value}</span>
          </div>
        ))}
      </div>
      <details>
        <summary>
          {t('overview.figures')}
          <span className="visually-hidden">: {title}</span>
        </summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('overview.what')}</th>
              <th scope="col">{t('overview.number')}</th>
            </tr>
          </thead>
          <tbody>
            {bars.map(({ key, label, value, said }) => (
              <tr key={key}>
                <th scope="row">{label}</th>
                <td>{said ?? value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}
