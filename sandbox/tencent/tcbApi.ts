// tcb 2018-06-08: the account and its environments.
import type { Actions, Environment } from './account'
import { GATEWAY_ACTIONS } from './gatewayApi'
import { PERMISSION_ACTIONS } from './permissionApi'

const describe = ({ id, region, appId, kind }: Environment) => ({
  EnvId: id,
  Alias: id,
  Source: 'qcloud',
  Status: 'NORMAL',
  Region: region,
  IsDefault: false,
  PackageId: 'baas_personal',
  Functions: [{ Namespace: id, Region: region }],
  Databases: kind === 'document' ? [{ InstanceId: `tnt-${id}`, Region: region, Status: 'RUNNING' }] : [],
  PostgreSQL: kind === 'postgresql' ? [{ InstanceId: `pg-${id}`, Region: region, Status: 'RUNNING' }] : [],
  Storages: [
    { Region: region, Bucket: `636c-${id}-${appId}`, CdnDomain: `636c-${id}-${appId}.tcb.qcloud.la`, AppId: appId },
  ],
  LogServices: [],
  StaticStorages: [],
})

export const TCB_ACTIONS: Actions = {
  DescribeEnvs: ({ environments }, { EnvId: id }) => {
    const all = [...environments.values()].filter((one) => typeof id !== 'string' || one.id === id)
    return { EnvList: all.map(describe), Total: all.length }
  },
  DescribeTcbAccountInfo: () => ({ UserType: 'person', Status: 'normal' }),
  ...PERMISSION_ACTIONS,
  ...GATEWAY_ACTIONS,
}
